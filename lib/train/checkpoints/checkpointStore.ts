import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { ParameterSnapshot, TrainingState } from '@/lib/model/session';
import {
  isWhole,
  type NamedTensors,
  readManifest,
  readTensors,
  unfinishedPrefix,
  writeFolder,
} from './checkpointFolder';
import { diskFiles, type FileLayer } from './fileLayer';
import {
  bestManifestSchema,
  type CheckpointManifest,
  checkpointManifestSchema,
  type RunIdentity,
} from './manifest';
import { type TrainingPosition, trainingPositionSchema } from './position';

/** A run between two steps, as a snapshot: nothing in it changes when training goes on. */
export interface Checkpoint {
  position: TrainingPosition;
  training: TrainingState;
  /** Of position.best. */
  bestParameters: ParameterSnapshot | undefined;
}

/** Where a run's checkpoints are kept. */
export interface CheckpointStore {
  /**
   * Takes over what earlier attempts left: later checkpoints are of another course of the run and are removed.
   *
   * @param step of a checkpoint that was found whole; 0: from the beginning
   * @throws HeldoutError storage_unavailable where that checkpoint cannot be read (any more)
   */
  open(step: number): Checkpoint | undefined;
  /** Durable when it returns. @throws whatever the file system throws, and the ones before are as they were then */
  save(checkpoint: Checkpoint): void;
}

export interface FolderStoreOptions {
  /** Of this run alone. */
  folder: string;
  identity: RunIdentity;
  attempt: number;
  engine: string;
  threads: number;
  files?: FileLayer;
}

/** So many of the newest are kept, and so many of those that the server knows of: one to go on from, one to fall back to. */
const kept = 2;

/**
 * Checkpoints in a folder: step-N for each, best-N for the parameters of the best step, which several share, and
 * attempt-N for whose turn it is. An attempt that was thought lost and lives on writes nothing once a later one began.
 */
export class FolderCheckpoints implements CheckpointStore {
  readonly #options: FolderStoreOptions;
  readonly #files: FileLayer;
  /** The server knows everything up to here: the next attempt goes on from a checkpoint at or before it. */
  #acknowledgedStep = 0;
  /** The last best-N that this store has written or read. */
  #best: { step: number; folder: string; manifestSha256: string } | undefined;

  constructor(options: FolderStoreOptions) {
    this.#options = options;
    this.#files = options.files ?? diskFiles;
  }

  open(step: number): Checkpoint | undefined {
    const { folder } = this.#options;
    this.#acknowledgedStep = step;
    const checkpoint = step === 0 ? undefined : this.#load(step);
    try {
      this.#takeOver();
      for (const name of this.#files.list(folder)) {
        const isLater = (numberOf(name, 'step') ?? 0) > step;
        if (isLater || name.startsWith(unfinishedPrefix)) this.#files.remove(join(folder, name));
      }
      this.#removeUnusedBest();
    } catch {
      // Leftovers cost room alone, and saving says what is wrong.
    }
    return checkpoint;
  }

  /** The server has received everything up to this step. */
  acknowledge(step: number): void {
    this.#acknowledgedStep = Math.max(this.#acknowledgedStep, step);
  }

  save({ position, training, bestParameters }: Checkpoint): void {
    const { folder, identity, attempt, engine, threads } = this.#options;
    this.#takeOver();
    const best = this.#saveBest(position, bestParameters);
    const { seed } = identity;
    writeFolder(this.#files, folder, `step-${position.step}`, training.tensors, (content) => ({
      ...content,
      kind: 'checkpoint',
      identity,
      attempt,
      engine,
      threads,
      optimizerUpdates: training.step,
      randomStreams: { generator: 'threefry2x32-20', seed, step: position.step },
      // What does not parse could not be read again: better known now.
      position: trainingPositionSchema.parse(position),
      best,
    }));
    try {
      this.#prune();
    } catch {
      // The checkpoint is whole; what is left over is removed by the next one.
    }
  }

  #saveBest(position: TrainingPosition, parameters: ParameterSnapshot | undefined) {
    const { folder, identity } = this.#options;
    if (!position.best || !parameters) return null;
    const { step } = position.best;
    if (this.#best?.step !== step) {
      const name = `best-${step}`;
      const manifestSha256 = writeFolder(this.#files, folder, name, named(parameters), (content) => ({
        ...content,
        kind: 'best',
        identity,
        step,
      }));
      this.#best = { step, folder: name, manifestSha256 };
    }
    return { folder: this.#best.folder, manifestSha256: this.#best.manifestSha256 };
  }

  #load(step: number): Checkpoint {
    const { folder, identity } = this.#options;
    const found = findCheckpoint(folder, step, identity, this.#files);
    const path = join(folder, `step-${step}`);
    const tensors = found && readTensors(this.#files, path, found);
    if (!tensors || !found) {
      throw new HeldoutError(
        'storage_unavailable',
        `Reading the checkpoint ${path} failed, though it was found whole before: check the disk; the next attempt goes on from the one before.`,
      );
    }
    const { best, position, optimizerUpdates } = found;
    let bestParameters: ParameterSnapshot | undefined;
    if (best && position.best) {
      bestParameters = this.#loadBest(join(folder, best.folder));
      this.#best = { step: position.best.step, ...best };
    }
    return { position, training: { step: optimizerUpdates, tensors }, bestParameters };
  }

  #loadBest(path: string): ParameterSnapshot {
    const found = readManifest(this.#files, path, bestManifestSchema);
    const tensors = found && readTensors(this.#files, path, found.manifest);
    if (tensors)
      return Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, values]));
    throw new HeldoutError(
      'storage_unavailable',
      `Reading the parameters ${path} failed, though they were found whole before: check the disk; the next attempt goes on without them.`,
    );
  }

  /** @throws HeldoutError stale_attempt once a later attempt has taken the folder over */
  #takeOver(): void {
    const { folder, attempt } = this.#options;
    const attempts = this.#files.list(folder).flatMap((name) => numberOf(name, 'attempt') ?? []);
    if (attempts.some((other) => other > attempt)) {
      throw new HeldoutError(
        'stale_attempt',
        `Attempt ${attempt} writes no checkpoint any more: a later attempt of the run has begun.`,
      );
    }
    if (attempts.includes(attempt)) return;
    this.#files.makeFolder(join(folder, `attempt-${attempt}`));
    for (const other of attempts) this.#files.remove(join(folder, `attempt-${other}`));
    this.#files.syncFolder(folder);
    this.#files.syncFolder(join(folder, '..'));
  }

  #prune(): void {
    const { folder } = this.#options;
    const steps = stepsIn(folder, this.#files);
    const known = steps.filter((step) => step <= this.#acknowledgedStep);
    const staying = new Set([...steps.slice(0, kept), ...known.slice(0, kept)]);
    for (const step of steps) if (!staying.has(step)) this.#files.remove(join(folder, `step-${step}`));
    this.#removeUnusedBest();
  }

  #removeUnusedBest(): void {
    const { folder } = this.#options;
    const used = stepsIn(folder, this.#files).map(
      (step) =>
        readManifest(this.#files, join(folder, `step-${step}`), checkpointManifestSchema)?.manifest.best
          ?.folder,
    );
    for (const name of this.#files.list(folder)) {
      if (numberOf(name, 'best') !== undefined && !used.includes(name)) {
        this.#files.remove(join(folder, name));
        if (this.#best?.folder === name) this.#best = undefined;
      }
    }
  }
}

export type FoundCheckpoint = CheckpointManifest;

/**
 * The newest checkpoint of a run at or before a step, every byte of which is what was written; damaged ones and those of
 * another configuration, corpus or seed are passed over.
 */
export function findNewestCheckpoint(
  folder: string,
  maxStep: number,
  identity: RunIdentity,
  files: FileLayer = diskFiles,
): FoundCheckpoint | undefined {
  for (const step of stepsIn(folder, files)) {
    const found = step <= maxStep ? findCheckpoint(folder, step, identity, files) : undefined;
    if (found && isWhole(files, join(folder, `step-${step}`), found)) return found;
  }
  return undefined;
}

/** With the best step's parameters verified, its own not yet. */
function findCheckpoint(
  folder: string,
  step: number,
  identity: RunIdentity,
  files: FileLayer,
): CheckpointManifest | undefined {
  const manifest = readManifest(files, join(folder, `step-${step}`), checkpointManifestSchema)?.manifest;
  if (!manifest || manifest.position.step !== step || !isSame(manifest.identity, identity)) return undefined;
  if (manifest.best) {
    const path = join(folder, manifest.best.folder);
    const best = readManifest(files, path, bestManifestSchema);
    if (best?.sha256 !== manifest.best.manifestSha256 || !isWhole(files, path, best.manifest))
      return undefined;
  }
  return manifest;
}

/** Newest first. */
function stepsIn(folder: string, files: FileLayer): number[] {
  const steps = files.list(folder).flatMap((name) => numberOf(name, 'step') ?? []);
  return steps.sort((a, b) => b - a);
}

function numberOf(name: string, kind: 'step' | 'best' | 'attempt'): number | undefined {
  const [, digits] = new RegExp(`^${kind}-(\\d+)$`).exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function isSame(a: RunIdentity, b: RunIdentity): boolean {
  return a.configHash === b.configHash && a.corpusFingerprint === b.corpusFingerprint && a.seed === b.seed;
}

function named(parameters: ParameterSnapshot): NamedTensors {
  const tensors: Record<string, { shape: number[]; values: Float32Array }> = {};
  for (const [name, values] of Object.entries(parameters)) {
    if (!(values instanceof Float32Array)) throw new RangeError(`parameter ${name} is not float32`);
    tensors[name] = { shape: [values.length], values };
  }
  return tensors;
}
