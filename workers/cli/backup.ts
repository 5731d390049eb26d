import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { HeldoutError } from '@/lib/domain/errors';
import { type Client, connect } from './client';
import { exitCodes } from './exitCodes';
import { json } from './options';
import { printJson, say } from './output';

/** heldout backup FILE */
export function addBackup(program: Command, finish: (code: number) => void): void {
  program
    .command('backup <file>')
    .description('copy the database of the running server to a file; runs go on meanwhile')
    .addOption(json())
    .action(async (file: string, flags: { json: boolean }) => finish(await backup(file, flags)));
}

/**
 * Asks the server, which alone opens the database, for a copy, and puts it at a path whole or not at all: what was
 * there before stays until the new one is on disk and its SHA-256 is the server's.
 *
 * @throws HeldoutError server_unreachable, storage_full, storage_unavailable, invalid_input where the path is a
 *   database in use, checksum_mismatch
 */
async function backup(file: string, flags: { json: boolean }): Promise<number> {
  const path = resolve(file);
  await requireSafe(path);
  const startedMs = performance.now();
  const response = await requireServer().backup();
  const partial = `${path}.unfinished-${process.pid}`;
  try {
    const { bytes, sha256 } = await store(response, partial);
    await rename(partial, path);
    await toDisk(dirname(path));
    const tookMs = Math.round(performance.now() - startedMs);
    if (flags.json) printJson({ file: path, bytes, sha256, tookMs });
    else say(`${path}: ${(bytes / 2 ** 20).toFixed(1)} MiB, checked. Corpora and checkpoints are not in it.`);
    return exitCodes.ok;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileFailure(error, path);
  }
}

function requireServer(): Client {
  try {
    return connect();
  } catch (error) {
    if (!(error instanceof HeldoutError) || error.code !== 'server_unreachable') throw error;
    const message = `${error.message}, or copy that whole folder while none runs`;
    throw new HeldoutError('server_unreachable', message, { cause: error });
  }
}

async function requireSafe(path: string): Promise<void> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isDirectory) {
    throw new HeldoutError('invalid_input', `heldout backup: ${path} is a folder; name a file in it`);
  }
  if (basename(path) !== 'heldout.db') return;
  throw new HeldoutError(
    'invalid_input',
    `heldout backup: ${path} has the name of a database in use, which a backup must not replace; choose another name`,
  );
}

async function store(response: Response, path: string): Promise<{ bytes: number; sha256: string }> {
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
  const sha256 = hash.digest();
  if (response.headers.get('repr-digest') !== `sha-256=:${sha256.toString('base64')}:`) {
    throw new HeldoutError(
      'checksum_mismatch',
      `heldout backup: the ${bytes} bytes that arrived are not the copy that the server made; try again`,
    );
  }
  return { bytes, sha256: sha256.toString('hex') };
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

function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof HeldoutError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `heldout backup: the disk that holds ${path} is full (${code}); free some space or name a file on another disk`;
    return new HeldoutError('storage_full', message, { cause: error });
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EIO'].includes(code)) {
    const message = `heldout backup: ${path} cannot be written (${code}); name a file in a folder that you can write`;
    return new HeldoutError('storage_unavailable', message, { cause: error });
  }
  return new HeldoutError(
    'server_unreachable',
    `heldout backup: the copy ended before it was whole (${error.message}), and ${path} is as it was; try again`,
    { cause: error },
  );
}
