import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { HeldoutError } from '@/lib/domain/errors';

const maxRedirects = 5;
/** Received and not read yet. */
const maxQueuedBytes = 2 ** 20;

export interface Inquiry {
  /** What is fetched, for messages: "Downloading Tatoeba". */
  operation: string;
  url: string;
  userAgent: string;
  signal: AbortSignal;
  /** A connection on which nothing comes for this long counts as broken. */
  stallMs?: number;
}

export interface Answer {
  response: IncomingMessage;
  /** @throws BrokenConnection after the last byte that came, where more should have come */
  chunks: AsyncIterable<Buffer>;
}

/** Nothing, or no more, came over a connection; trying again may help. */
export class BrokenConnection extends Error {
  readonly wasAnswered: boolean;
  constructor(cause: unknown, wasAnswered: boolean) {
    super('The connection broke.', { cause });
    this.wasAnswered = wasAnswered;
  }
}

/**
 * GET with these headers, through redirects. Encrypted, or within this machine: plain HTTP is refused elsewhere, also
 * behind a redirect.
 *
 * @returns the first answer that is no redirect, whatever its status; its response is to be destroyed after use
 * @throws HeldoutError invalid_input (address), internal (redirects without an end)
 * @throws BrokenConnection where nothing answers
 */
export async function getSafely(inquiry: Inquiry, headers: Record<string, string>): Promise<Answer> {
  let url = requireSafe(inquiry, inquiry.url);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const answer = await get(inquiry, url, headers);
    const { response } = answer;
    const { location } = response.headers;
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
    if (!isRedirect || location === undefined) return answer;
    response.destroy();
    url = requireSafe(inquiry, URL.canParse(location, url) ? new URL(location, url).href : location);
  }
  throw new HeldoutError(
    'internal',
    `${inquiry.operation}: ${inquiry.url} leads through more than ${maxRedirects} redirects; download the archive with a browser and import the file.`,
  );
}

/** With the response's headers; its body is still to be read. */
function get(inquiry: Inquiry, url: URL, headers: Record<string, string>): Promise<Answer> {
  const { signal, userAgent, stallMs = 30_000 } = inquiry;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      signal,
      timeout: stallMs,
      // Packed once more on the way, the bytes would not be those that ranges count.
      headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...headers },
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`nothing came for ${stallMs} ms`)));
    outgoing.on('error', (error) => reject(new BrokenConnection(error, false)));
    outgoing.once('response', (response) => resolve(takeOver(response)));
    outgoing.end();
  });
}

/**
 * A response whose connection breaks throws away what has come and is not read yet (Node's streams do), so it is taken
 * over as it comes, up to a bound.
 */
function takeOver(response: IncomingMessage): Answer {
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let end: { error: unknown } | 'whole' | null = null;
  let wake = () => {};
  const finish = (how: NonNullable<typeof end>) => {
    end ??= how;
    wake();
  };
  response.on('data', (chunk: Buffer) => {
    queue.push(chunk);
    queuedBytes += chunk.length;
    if (queuedBytes > maxQueuedBytes) response.pause();
    wake();
  });
  response.once('end', () => finish('whole'));
  response.on('error', (error) => finish({ error }));
  response.once('close', () => finish({ error: undefined }));

  async function* chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = queue.shift();
      if (chunk) {
        queuedBytes -= chunk.length;
        yield chunk;
      } else if (end === 'whole') return;
      else if (end !== null) throw new BrokenConnection(end.error, true);
      else {
        response.resume();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return { response, chunks: chunks() };
}

function requireSafe({ operation }: Inquiry, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url;
  throw new HeldoutError(
    'invalid_input',
    `${operation}: ${JSON.stringify(address.slice(0, 200))} is not fetched: expected an https address, or http on this machine.`,
  );
}
