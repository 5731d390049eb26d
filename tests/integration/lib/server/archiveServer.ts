import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { afterEach } from 'vitest';

interface Archive {
  content: Uint8Array;
  /** null: the server names no version. */
  etag?: string | null;
  lastModified?: string;
}

interface Behaviour extends Archive {
  /** The first answers break off after this byte of the file. */
  breaks?: number[];
  /** The first answers are these statuses. */
  statuses?: number[];
  /** So many first answers send the first half, and then nothing any more. */
  stalls?: number;
  ranges?: boolean;
  /** Ranges begin so many bytes beside what was asked for. */
  shift?: number;
  /** Without a length. */
  chunked?: boolean;
  /** Answers with this address alone. */
  redirect?: string;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A publisher's server on this machine that misbehaves as it is told; closed after the test. */
export async function archiveServer(behaviour: Behaviour) {
  const { breaks = [], statuses = [], ranges = true, shift = 0, chunked = false, redirect } = behaviour;
  let { stalls = 0 } = behaviour;
  let archive: Archive = behaviour;
  const requests: IncomingHttpHeaders[] = [];

  const server = createServer((request, response) => {
    requests.push(request.headers);
    if (redirect !== undefined) return response.writeHead(302, { location: redirect }).end();
    if (stalls > 0) {
      stalls--;
      const { content } = archive;
      response.writeHead(200, { 'content-length': content.length, etag: '"v1"' });
      return response.write(content.subarray(0, content.length / 2));
    }
    const status = statuses.shift();
    if (status !== undefined) return response.writeHead(status).end();
    return answer(response, request.headers);
  });

  function answer(response: ServerResponse, headers: IncomingHttpHeaders) {
    const { content, etag = '"v1"', lastModified } = archive;
    const validator = etag ?? lastModified;
    const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
    const isPart = ranges && asked !== undefined && headers['if-range'] === validator;
    const start = isPart ? Number(asked) : 0;
    const end = breaks.shift() ?? content.length;
    response.writeHead(isPart ? 206 : 200, {
      ...(chunked ? {} : { 'content-length': content.length - start }),
      ...(etag === null ? {} : { etag }),
      ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
      ...(isPart
        ? { 'content-range': `bytes ${start + shift}-${content.length - 1}/${content.length}` }
        : {}),
    });
    // Cut off only once what goes before is on its way: destroying at once would lose it.
    response.write(content.subarray(start, Math.max(start, end)), () => {
      if (end === content.length) response.end();
      else response.destroy();
    });
    if (end <= start && end !== content.length) response.destroy();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  open.push(close);
  return {
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    replace(next: Archive) {
      archive = next;
    },
    close,
  };
}
