import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/**
 * The few file operations that checkpoints are made of, so that a test can fail or end at each of them. They block: a
 * trainer has nothing else to do meanwhile, and its worker keeps the lease.
 */
export interface FileLayer {
  /** With its parents; one that exists is fine. */
  makeFolder(path: string): void;
  /** Names in a folder; none where it does not exist. */
  list(path: string): string[];
  /** A new, empty file. */
  create(path: string): number;
  /** All of the bytes. */
  write(file: number, bytes: Uint8Array): void;
  sync(file: number): void;
  close(file: number): void;
  /** Makes what was created, renamed and removed in a folder durable. */
  syncFolder(path: string): void;
  rename(from: string, to: string): void;
  /** With all that is in it; one that does not exist is fine. */
  remove(path: string): void;
  /** The content of a file; a part is valid until the next one is asked for. */
  read(path: string): Generator<Uint8Array>;
}

const readBytes = 2 ** 20;

export const diskFiles: FileLayer = {
  makeFolder(path) {
    mkdirSync(path, { recursive: true });
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  },
  create: (path) => openSync(path, 'wx', 0o600),
  write(file, bytes) {
    for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset);
  },
  sync: fsyncSync,
  close: closeSync,
  syncFolder(path) {
    // Windows cannot open a folder; its file systems keep renames in order by themselves.
    if (process.platform === 'win32') return;
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
  rename: renameSync,
  remove(path) {
    rmSync(path, { recursive: true, force: true });
  },
  *read(path) {
    const file = openSync(path, 'r');
    try {
      const buffer = new Uint8Array(readBytes);
      for (;;) {
        const bytes = readSync(file, buffer);
        if (bytes === 0) return;
        yield buffer.subarray(0, bytes);
      }
    } finally {
      closeSync(file);
    }
  },
};
