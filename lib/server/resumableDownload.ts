import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { type Answer, BrokenConnection, getSafely, type Inquiry } from './safeGet';

/** Broken connections in a row, without a byte between them, after which it is given up. */
const maxBreaks = 5;
const firstPauseMs = 1000;

export interface DownloadSettings extends Inquiry {
  /** Where the part lies until it is whole, and after it is. Beside it PATH.json says of which version it is. */
  path: string;
  maxBytes: number;
  onProgress: (progress: { receivedBytes: number; totalBytes: number | null }) => void;
  /** Before a broken connection is tried again. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Fetches a file over HTTP into `path`. What is there already of the same version is not fetched again (RFC 9110
 * Range with If-Range); another version, or a server that knows no ranges, starts anew. Broken connections are tried
 * again. Encrypted, or within this machine: plain HTTP is refused elsewhere, also behind a redirect.
 *
 * @returns SHA-256 in hexadecimal and size of the whole file
 * @throws HeldoutError server_unreachable (offline, or broken off: the part is kept), not_found, payload_too_large,
 *   invalid_input (address), internal (any other answer); whatever the file system says
 */
export async function download(settings: DownloadSettings): Promise<{ sha256: string; bytes: number }> {
  const pause = settings.pause ?? ((ms, signal) => delay(ms, undefined, { signal }));
  await mkdir(dirname(settings.path), { recursive: true });
  let breaks = 0;
  let received = readPart(settings).bytes;
  for (let isFirst = true; ; isFirst = false) {
    try {
      await fetchRest(settings);
      break;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      settings.signal.throwIfAborted();
      if (isFirst && !error.wasAnswered) throw offline(settings, error);
      const now = readPart(settings).bytes;
      breaks = now > received ? 1 : breaks + 1;
      received = now;
      if (breaks > maxBreaks) throw brokenOff(settings, now, error);
      await pause(firstPauseMs * 2 ** (breaks - 1), settings.signal);
    }
  }
  return hashFile(settings.path);
}

/** Removes a file and what is known about it. */
export function removeDownload(path: string): void {
  rmSync(path, { force: true });
  rmSync(notePath(path), { force: true });
}

const noteSchema = z.object({
  url: z.string(),
  /** ETag or Last-Modified of the version that the part is of. */
  validator: z.string(),
  totalBytes: z.int().nullable(),
});

interface Part {
  bytes: number;
  validator: string | null;
  totalBytes: number | null;
}

/** What is there of the file; nothing where it cannot be said of which version it is. */
function readPart({ path, url }: DownloadSettings): Part {
  try {
    const note = noteSchema.parse(JSON.parse(readFileSync(notePath(path), 'utf8')));
    if (note.url === url) return { bytes: statSync(path).size, ...note };
  } catch {
    // No note, or half of one: the part cannot be gone on with.
  }
  return { bytes: 0, validator: null, totalBytes: null };
}

function notePath(path: string): string {
  return `${path}.json`;
}

async function fetchRest(settings: DownloadSettings): Promise<void> {
  const part = readPart(settings);
  const isWhole = part.totalBytes !== null && part.bytes === part.totalBytes;
  const range: Record<string, string> =
    part.validator === null || part.bytes === 0
      ? {}
      : { range: `bytes=${isWhole ? part.bytes - 1 : part.bytes}-`, 'if-range': part.validator };
  const answer = await getSafely(settings, range);
  try {
    await takeAnswer(settings, part, isWhole, answer);
  } finally {
    answer.response.destroy();
  }
}

async function takeAnswer(
  settings: DownloadSettings,
  part: Part,
  isWhole: boolean,
  { response, chunks }: Answer,
): Promise<void> {
  const { path, url, maxBytes } = settings;
  const status = response.statusCode ?? 0;
  if (status === 206) {
    // The last byte alone was asked for, to hear whether the publisher still has this version.
    if (isWhole) return settings.onProgress({ receivedBytes: part.bytes, totalBytes: part.bytes });
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '') ?? [];
    if (Number(start) === part.bytes) {
      return receive(settings, chunks, part.bytes, total === undefined ? null : Number(total));
    }
  }
  if (status === 206 || status === 416) {
    // Not the range that was asked for: this part cannot be gone on with.
    removeDownload(path);
    throw new BrokenConnection(new Error(`status ${status} without the range asked for`), true);
  }
  if (status !== 200) throw refusal(settings, status);

  const length = response.headers['content-length'];
  const total = length === undefined ? null : Number(length);
  if (total !== null && total > maxBytes) throw tooLarge(settings, total);
  removeDownload(path);
  const validator = validatorOf(response);
  if (validator !== null) {
    writeFileSync(notePath(path), JSON.stringify({ url, validator, totalBytes: total }), { mode: 0o600 });
  }
  await receive(settings, chunks, 0, total);
}

/** If-Range takes strong validators only (RFC 9110 §13.1.5). */
function validatorOf({ headers }: IncomingMessage): string | null {
  const { etag } = headers;
  if (etag !== undefined && !etag.startsWith('W/')) return etag;
  return headers['last-modified'] ?? null;
}

async function receive(
  settings: DownloadSettings,
  chunks: AsyncIterable<Buffer>,
  offset: number,
  totalBytes: number | null,
): Promise<void> {
  const file = await open(settings.path, offset === 0 ? 'w' : 'a', 0o600);
  let received = offset;
  try {
    settings.onProgress({ receivedBytes: received, totalBytes });
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > settings.maxBytes) throw tooLarge(settings, received);
      await file.appendFile(chunk);
      settings.onProgress({ receivedBytes: received, totalBytes });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (totalBytes !== null && received < totalBytes) throw new BrokenConnection(undefined, true);
}

async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

function offline({ operation, url }: DownloadSettings, { cause }: BrokenConnection): HeldoutError {
  return new HeldoutError(
    'server_unreachable',
    `${operation}: ${new URL(url).host} cannot be reached (${reasonOf(cause)}), so this machine is offline or kept from it; download ${url} on another one and import the file with corpus import FILE.`,
    { cause },
  );
}

function brokenOff(
  { operation, url }: DownloadSettings,
  bytes: number,
  error: BrokenConnection,
): HeldoutError {
  return new HeldoutError(
    'server_unreachable',
    `${operation}: the connection to ${new URL(url).host} broke again and again (${reasonOf(error.cause)}); ${bytes} bytes are kept, and the next try goes on there.`,
    { cause: error },
  );
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it ended too early';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

function refusal({ operation, url }: DownloadSettings, status: number): Error {
  if (status >= 500 || status === 429 || status === 408) {
    return new BrokenConnection(new Error(`status ${status}`), true);
  }
  return new HeldoutError(
    status === 404 || status === 410 ? 'not_found' : 'internal',
    `${operation}: ${url} answered ${status}, expected the archive; its publisher may have moved it: download it with a browser and import the file with corpus import FILE.`,
  );
}

function tooLarge({ operation, url, path, maxBytes }: DownloadSettings, bytes: number): HeldoutError {
  removeDownload(path);
  return new HeldoutError(
    'payload_too_large',
    `${operation}: ${url} gives ${bytes} bytes or more, expected at most ${maxBytes / 2 ** 20} MiB; if it is what you want, download it yourself and import the file.`,
  );
}
