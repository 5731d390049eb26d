import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { HeldoutError } from '@/lib/domain/errors';
import { type Client, connect } from './client';
import { digestOf, requireFilePath, saveDownload } from './download';
import { exitCodes } from './exitCodes';
import { json } from './options';
import { printJson, say } from './output';

const command = 'heldout backup';

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
  const download = { command, response, sha256: digestOf(response) };
  const { bytes, sha256 } = await saveDownload(download, path);
  const tookMs = Math.round(performance.now() - startedMs);
  if (flags.json) printJson({ file: path, bytes, sha256, tookMs });
  else
    say(
      `${path}: ${(bytes / 2 ** 20).toFixed(1)} MiB, checked. Corpora, models and checkpoints are not in it.`,
    );
  return exitCodes.ok;
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
  await requireFilePath(path, command);
  if (basename(path) !== 'heldout.db') return;
  throw new HeldoutError(
    'invalid_input',
    `${command}: ${path} has the name of a database in use, which a backup must not replace; choose another name`,
  );
}
