import { statSync, truncateSync } from 'node:fs';
import { diskFiles, type FileLayer } from '@/lib/train/checkpoints/fileLayer';

export class Killed extends Error {}

/** What happens at one operation. */
export type Fault =
  /** The process ends there; a write has got half way. */
  | 'kill'
  /** The machine loses power there: what was not synced is only half on the disk. */
  | 'powerLoss'
  /** No space is left from there on, until room is made. */
  | 'full';

/** Real files on a real disk, and a fault at the n-th operation that changes something, counted from 1. */
export class FaultyFiles implements FileLayer {
  operations = 0;
  readonly log: string[] = [];
  #isDead = false;
  readonly #paths = new Map<number, string>();
  /** Files with bytes that no sync has made durable. */
  readonly #unsynced = new Set<string>();

  constructor(
    readonly fault: Fault,
    readonly at: number,
  ) {}

  makeFolder(path: string): void {
    this.#before('makeFolder');
    diskFiles.makeFolder(path);
  }

  list(path: string): string[] {
    return diskFiles.list(path);
  }

  create(path: string): number {
    this.#before('create');
    const file = diskFiles.create(path);
    this.#paths.set(file, path);
    this.#unsynced.add(path);
    return file;
  }

  write(file: number, bytes: Uint8Array): void {
    this.#before('write', () => diskFiles.write(file, bytes.subarray(0, bytes.length >> 1)));
    diskFiles.write(file, bytes);
    this.#unsynced.add(this.#paths.get(file) ?? '');
  }

  sync(file: number): void {
    this.#before('sync');
    diskFiles.sync(file);
    this.#unsynced.delete(this.#paths.get(file) ?? '');
  }

  close(file: number): void {
    // The system closes what a dead process had open.
    diskFiles.close(file);
    this.#before('close');
  }

  syncFolder(path: string): void {
    this.#before('syncFolder');
    diskFiles.syncFolder(path);
  }

  rename(from: string, to: string): void {
    this.#before('rename');
    diskFiles.rename(from, to);
    for (const path of [...this.#unsynced]) {
      if (path.startsWith(from)) this.#unsynced.add(path.replace(from, to));
    }
  }

  remove(path: string): void {
    // Making room works on a full disk.
    if (this.fault !== 'full') this.#before('remove');
    diskFiles.remove(path);
  }

  read(path: string): Generator<Uint8Array> {
    return diskFiles.read(path);
  }

  #before(operation: string, half?: () => void): void {
    if (this.#isDead) throw new Killed('dead');
    this.operations++;
    this.log.push(operation);
    const takesRoom = ['makeFolder', 'create', 'write'].includes(operation);
    if (this.fault === 'full') {
      if (this.operations < this.at || !takesRoom) return;
      half?.();
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    if (this.operations !== this.at) return;
    half?.();
    this.#isDead = true;
    if (this.fault === 'powerLoss') for (const path of this.#unsynced) halve(path);
    throw new Killed(`killed at operation ${this.at}, ${operation}`);
  }
}

function halve(path: string): void {
  try {
    truncateSync(path, statSync(path).size >> 1);
  } catch {
    // Its name was not durable either.
  }
}
