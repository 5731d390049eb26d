import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { ServerContext } from './context';
import { newId } from './secrets';

export const keepingAModel = 'Keeping a model';
/** A model never takes the last room of a disk: reports, which cannot be made again, need it. */
const reservedBytes = 64 * 2 ** 20;
/** Below the lease's time, since nothing else is heard of a worker that sends a large file. */
const beatEveryMs = 5000;
const unfinishedPrefix = '.receiving-';

/** models/SHA256.safetensors in the data directory (lib/data/modelFile). */
export function modelPath(context: Pick<ServerContext, 'home'>, sha256: string): string {
  return join(modelsFolder(context), `${sha256}.safetensors`);
}

/** Where a file is written before it is known to be whole. */
export function unfinishedModelPath(context: ServerContext): string {
  return join(modelsFolder(context), `${unfinishedPrefix}${newId()}`);
}

export function modelsFolder({ home }: Pick<ServerContext, 'home'>): string {
  return join(home, 'models');
}

/** Removes what a server that was killed in the middle of receiving left. Only before any is received. */
export function removeUnfinishedModels(context: ServerContext): void {
  const folder = modelsFolder(context);
  for (const name of fileNames(folder)) {
    if (name.startsWith(unfinishedPrefix)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Makes the folder of models where it is missing.
 *
 * @throws HeldoutError storage_full where a file of so many bytes would take what is kept free
 */
export async function requireRoom(context: ServerContext, bytes: number): Promise<void> {
  const folder = modelsFolder(context);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes + reservedBytes) return;
  throw new HeldoutError(
    'storage_full',
    `${keepingAModel}: it has ${mebibytes(bytes)} MiB, and the disk that holds ${context.home} has ${mebibytes(free)} MiB left, of which ${mebibytes(reservedBytes)} are kept free for reports; free some space and train the run again.`,
  );
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/**
 * Writes what comes to a new file, which is on disk when it resolves.
 *
 * @param beat called every few seconds while it goes on
 * @throws HeldoutError invalid_input, checksum_mismatch where it is not what was announced
 */
export async function writeModel(
  path: string,
  model: { bytes: number; sha256: string },
  chunks: AsyncIterable<Uint8Array>,
  beat: () => void,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  let beatMs = performance.now();
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes > model.bytes) break;
      await file.writeFile(chunk);
      if (performance.now() - beatMs < beatEveryMs) continue;
      beat();
      beatMs = performance.now();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (bytes !== model.bytes) {
    const found = bytes > model.bytes ? 'more' : String(bytes);
    throw new HeldoutError(
      'invalid_input',
      `${keepingAModel}: ${model.bytes} bytes were announced and ${found} came; send the file again.`,
    );
  }
  const sha256 = hash.digest('hex');
  if (sha256 === model.sha256) return;
  throw new HeldoutError(
    'checksum_mismatch',
    `${keepingAModel}: the SHA-256 of what came is ${sha256}, expected ${model.sha256}; send the file again.`,
  );
}

/** Gives a whole file its name, durably. */
export function nameModel(context: ServerContext, path: string, sha256: string): void {
  renameSync(path, modelPath(context, sha256));
  // Windows cannot open a folder; its file systems keep renames in order by themselves.
  if (process.platform === 'win32') return;
  const folder = openSync(modelsFolder(context), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Removes the files of models whose rows have gone; those that another run has stay. */
export function removeUnusedModels(context: ServerContext, sha256s: readonly string[]): void {
  for (const sha256 of sha256s) {
    if (!context.store.models.isUsed(sha256)) rmSync(modelPath(context, sha256), { force: true });
  }
}

/** What of the kept models' files is not as their rows say, and how many files belong to no run. */
export function checkModelFiles(context: ServerContext): {
  models: number;
  problems: string[];
  unused: number;
} {
  const rows = context.store.models.list();
  const problems = rows.flatMap(({ runId, sha256, bytes }) => {
    const path = modelPath(context, sha256);
    const actual = fileBytes(path);
    if (actual === bytes) return [];
    return [
      `${path} of run ${runId} ${actual === undefined ? 'is missing' : `has ${actual} bytes, expected ${bytes}`}`,
    ];
  });
  const used = new Set(rows.map(({ sha256 }) => `${sha256}.safetensors`));
  const unused = fileNames(modelsFolder(context)).filter(
    (name) => name.endsWith('.safetensors') && !used.has(name),
  ).length;
  return { models: rows.length, problems, unused };
}

/** undefined: there is none. */
export function fileBytes(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
