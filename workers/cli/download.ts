import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';

export interface Download {
  /** For messages: heldout backup. */
  command: string;
  response: Response;
  /** Of what the server sends, in hexadecimal; null: it did not say, which is refused. */
  sha256: string | null;
}

/**
 * Puts what the server sends at a path whole or not at all: what was there before stays until the new file is on disk
 * and its SHA-256 is the server's.
 *
 * @throws HeldoutError storage_full, storage_unavailable, checksum_mismatch; server_unreachable where it breaks off
 */
export async function saveDownload(
  download: Download,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const partial = `${path}.unfinished-${process.pid}`;
  try {
    const written = await store(download, partial);
    await rename(partial, path);
    await toDisk(dirname(path));
    return written;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileFailure(error, path, download.command);
  }
}

/** The SHA-256 that a response promises (Repr-Digest, RFC 9530), in hexadecimal; null where it does not. */
export function digestOf(response: Response): string | null {
  const [, base64] = /^sha-256=:(.+):$/.exec(response.headers.get('repr-digest') ?? '') ?? [];
  return base64 === undefined ? null : Buffer.from(base64, 'base64').toString('hex');
}

/** @throws HeldoutError invalid_input */
export async function requireFilePath(path: string, command: string): Promise<void> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isDirectory) {
    throw new HeldoutError('invalid_input', `${command}: ${path} is a folder; name a file in it`);
  }
}

async function store(
  { command, response, sha256: expected }: Download,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'w', 0o600);
  try {
    for await (const block of response.body ?? []) {
      hash.update(block);
      bytes += block.byteLength;
      await file.writeFile(block);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== expected) {
    throw new HeldoutError(
      'checksum_mismatch',
      `${command}: the ${bytes} bytes that arrived are not what the server has sent; try again`,
    );
  }
  return { bytes, sha256 };
}

async function toDisk(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Some systems cannot open a folder; the file itself is on disk.
  } finally {
    await handle?.close();
  }
}

/** What kept a file from being written, with the way out; errors that are told already stay. */
export function fileFailure(error: unknown, path: string, command: string): unknown {
  if (error instanceof HeldoutError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `${command}: the disk that holds ${path} is full (${code}); free some space or name a file on another disk`;
    return new HeldoutError('storage_full', message, { cause: error });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EIO'].includes(code)) {
    const message = `${command}: ${path} cannot be written (${code}); name a file in a folder that you can write`;
    return new HeldoutError('storage_unavailable', message, { cause: error });
  }
  return new HeldoutError(
    'server_unreachable',
    `${command}: what was sent ended before it was whole (${error.message}), and ${path} is as it was; try again`,
    { cause: error },
  );
}
