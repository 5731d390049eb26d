import { type EngineId, hasReplicas } from '@/lib/engine/types';
import { studyModel } from './cli/benchModel';
import { benchBatch } from './cli/measureShape';
import { type ConcurrentTraining, trainConcurrently } from './concurrentTraining';
import { estimateDeviceMemory, memoryOfReplicas } from './deviceMemory';
import { type ShapeClass, shapeClasses, standFor } from './shapeClasses';
import { type Sharing, type SharingRate, worthwhileRate } from './sharing';

/** Trainers at once that are tried, in turn. */
const processCounts = [1, 2, 4, 8];
/** Replicas in one process; one alone is the first of the processes. */
const replicaCounts = [2, 4, 8, 16];
const windowMs = 2000;
const limitMs = 60_000;
/** Then what is left keeps to one trainer: a start should not wait longer. */
const patienceMs = 4 * 60_000;

/** Models of one shape that train at once: so many processes, and so many replicas in each. */
export interface SharedTraining {
  dModel: number;
  layers: number;
  trainers: number;
  replicas: number;
}

export interface MeasureSharingOptions {
  engine: EngineId;
  /** Of the device; null: nobody says, and then only a failure tells that there is no more. */
  memoryBytes: number | null;
  say(line: string): void;
  /** Aborted: ends at once, with what has been measured. */
  signal?: AbortSignal | undefined;
  /** Default: trainConcurrently. */
  train?: (options: SharedTraining) => Promise<ConcurrentTraining>;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/**
 * Trains each class's stand-in with 1, 2, 4, 8 trainers at once, and, where the engine has replicas, with 2, 4, 8, 16 of
 * them in one trainer, for two seconds each, until it is not worth it.
 */
export async function measureSharing(options: MeasureSharingOptions): Promise<Sharing> {
  const { engine, memoryBytes, say, signal, now = () => performance.now() } = options;
  const train =
    options.train ??
    ((shared: SharedTraining) =>
      trainConcurrently({ engine, threads: 1, ...shared, windowMs, limitMs, ...(signal ? { signal } : {}) }));
  const startedMs = now();

  /** Goes on from what is measured already. */
  async function double(
    shapeClass: ShapeClass,
    what: 'trainers' | 'replicas',
    counts: readonly number[],
    measured: readonly SharingRate[],
  ): Promise<SharingRate[]> {
    const { dModel, layers } = standFor[shapeClass];
    const one = estimateDeviceMemory(studyModel(dModel, layers), [benchBatch], 1);
    const rates = [...measured];
    for (const count of counts) {
      const needed = what === 'trainers' ? count * one.total : memoryOfReplicas(one, count).total;
      if (memoryBytes !== null && needed > memoryBytes) break;
      if (now() - startedMs > patienceMs || signal?.aborted) break;
      const together = await train({ dModel, layers, trainers: 1, replicas: 1, [what]: count });
      if (!together.ok) {
        if (signal?.aborted) break;
        say(`${count} ${what} at once did not work with ${shapeClass} models: ${together.reason}`);
        break;
      }
      rates.push({ count, tokensPerSecond: together.tokensPerSecond });
      if (worthwhileRate(rates)?.count !== count) break;
    }
    return rates;
  }

  const sharing: Sharing = { measuredAtMs: Date.now(), processes: {}, replicas: {} };
  for (const shapeClass of shapeClasses) {
    const processes = await double(shapeClass, 'trainers', processCounts, []);
    const [alone] = processes;
    if (alone === undefined) continue;
    sharing.processes[shapeClass] = processes;
    if (!hasReplicas(engine)) continue;
    sharing.replicas[shapeClass] = await double(shapeClass, 'replicas', replicaCounts, [alone]);
  }
  return sharing;
}
