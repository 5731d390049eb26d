import { createHash } from 'node:crypto';
import {
  closeSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodePair } from '@/lib/data/canonical';
import { DigestSet } from '@/lib/data/importers/digestSet';
import type { Pair } from '@/lib/domain/corpus';
import { newId } from './secrets';

/** Text is gathered up to this before it is hashed and written: a call a line would be most of the time. */
const blockCharacters = 256 * 1024;
const temporaryEnding = '.tmp';

export interface WrittenFile {
  fingerprint: string;
  bytes: number;
  pairCount: number;
  distinctSources: number;
}

/**
 * Writes a canonical file under a temporary name, so that under its own name it is always whole. Methods throw what
 * the file system says; after that, and wherever the file is not wanted, call discard.
 */
export interface CanonicalWriter {
  add(pair: Pair): void;
  /** Everything is on the disk after it. */
  flush(): Promise<WrittenFile>;
  /** The same for those who cannot wait. */
  flushSync(): WrittenFile;
  /** Gives the flushed file its name, which survives a power cut as well. */
  rename(path: string): void;
  /** Removes the temporary file; nothing where it is gone. */
  discard(): void;
}

const flushFile = promisify(fsync);

export function createCanonicalWriter(folder: string): CanonicalWriter {
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `${newId()}${temporaryEnding}`);
  const file = openSync(temporary, 'wx', 0o600);
  const hash = createHash('sha256');
  const sources = new DigestSet();
  let isOpen = true;
  let block = '';
  let bytes = 0;
  let pairCount = 0;
  let distinctSources = 0;

  const write = () => {
    const chunk = Buffer.from(block, 'utf8');
    block = '';
    hash.update(chunk);
    bytes += chunk.length;
    for (let written = 0; written < chunk.length; ) written += writeSync(file, chunk, written);
  };
  const close = () => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const written = (): WrittenFile => ({
    fingerprint: hash.digest('hex'),
    bytes,
    pairCount,
    distinctSources,
  });

  return {
    add(pair) {
      block += encodePair(pair);
      pairCount++;
      if (sources.add(pair.source)) distinctSources++;
      if (block.length >= blockCharacters) write();
    },
    async flush() {
      write();
      await flushFile(file);
      close();
      return written();
    },
    flushSync() {
      write();
      fsyncSync(file);
      close();
      return written();
    },
    rename(path) {
      renameSync(temporary, path);
      flushFolder(folder);
    },
    discard() {
      close();
      rmSync(temporary, { force: true });
    },
  };
}

/** Removes what a server that was killed in the middle of an import left. Only before any import runs. */
export function removeUnfinished(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    if (name.endsWith(temporaryEnding)) rmSync(join(folder, name), { force: true });
  }
}

/** Windows cannot open folders, and needs not. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
