import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import { diskFiles } from '@/lib/train/checkpoints/fileLayer';
import { storageError } from './storageError';

/** In the form of coreutils, so that `sha256sum -c SHA256SUMS` checks a folder too. */
export const checksumsName = 'SHA256SUMS';

const blockBytes = 2 ** 20;

/** SHA-256 of a file, in hexadecimal. @throws what the file system says */
export function sha256OfFile(path: string): string {
  const hash = createHash('sha256');
  const block = Buffer.alloc(blockBytes);
  const file = openSync(path, 'r');
  try {
    for (let bytes = readSync(file, block); bytes > 0; bytes = readSync(file, block)) {
      hash.update(block.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/**
 * Writes SHA256SUMS of a folder's files, whole or not at all.
 *
 * @param names of the files
 * @throws HeldoutError storage_full, storage_unavailable
 */
export function writeChecksums(folder: string, names: readonly string[]): void {
  try {
    const lines = names.map((name) => `${sha256OfFile(join(folder, name))}  ${name}\n`);
    writeWhole(join(folder, checksumsName), lines.join(''));
  } catch (cause) {
    throw storageError(cause, 'Writing', join(folder, checksumsName));
  }
}

/**
 * Holds a folder's files against its SHA256SUMS.
 *
 * @returns the names in it
 * @throws HeldoutError checksum_mismatch naming the file that is not what was written
 */
export function verifyChecksums(folder: string): string[] {
  const path = join(folder, checksumsName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw storageError(cause, 'Reading', path);
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, expected, name] = /^([0-9a-f]{64}) {2}([^/]+)$/.exec(line) ?? [];
      if (expected === undefined || name === undefined) {
        throw mismatch(path, `the line ${JSON.stringify(line.slice(0, 100))} is none of its form`);
      }
      const actual = readable(join(folder, name));
      if (actual === expected) return name;
      throw mismatch(
        join(folder, name),
        actual === null ? 'it cannot be read' : `its SHA-256 is ${actual}, and ${path} has ${expected}`,
      );
    });
}

function readable(path: string): string | null {
  try {
    return sha256OfFile(path);
  } catch {
    return null;
  }
}

function mismatch(path: string, what: string): HeldoutError {
  return new HeldoutError(
    'checksum_mismatch',
    `${path} is not what was written there (${what}): copy it again from where the sweep was trained.`,
  );
}

/** A file under its name, whole and on disk, or not at all. @throws what the file system says */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.unfinished-${process.pid}`;
  try {
    const file = openSync(unfinished, 'w', 0o644);
    try {
      const bytes = Buffer.from(content);
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    diskFiles.syncFolder(dirname(path));
  } catch (error) {
    diskFiles.remove(unfinished);
    throw error;
  }
}
