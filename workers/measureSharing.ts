import type { EngineId } from '@/lib/engine/types';
import { studyModel } from './cli/benchModel';
import { benchBatch } from './cli/measureShape';
import { type ConcurrentTraining, trainConcurrently } from './concurrentTraining';
import { estimateDeviceMemory } from './deviceMemory';
import { shapeClasses, standFor } from './shapeClasses';
import { type Sharing, type SharingRate, worthwhileTrainers } from './sharing';

/** Trainers at once that are tried, in turn. */
const counts = [1, 2, 4, 8];
const windowMs = 2000;
const limitMs = 60_000;
/** Then what is left keeps to one trainer: a start should not wait longer. */
const patienceMs = 4 * 60_000;

export interface MeasureSharingOptions {
  engine: EngineId;
  /** Of the device; null: nobody says, and then only a failure tells that there is no more. */
  memoryBytes: number | null;
  say(line: string): void;
  /** Default: trainConcurrently. */
  train?: (options: { dModel: number; layers: number; trainers: number }) => Promise<ConcurrentTraining>;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/** Trains each class's stand-in with 1, 2, 4, 8 trainers at once, for two seconds each, until it is not worth it. */
export async function measureSharing(options: MeasureSharingOptions): Promise<Sharing> {
  const { engine, memoryBytes, say, now = () => performance.now() } = options;
  const train =
    options.train ??
    ((shape: { dModel: number; layers: number; trainers: number }) =>
      trainConcurrently({ engine, threads: 1, ...shape, windowMs, limitMs }));
  const startedMs = now();
  const rates: Sharing['rates'] = {};
  for (const shapeClass of shapeClasses) {
    const { dModel, layers } = standFor[shapeClass];
    const needed = estimateDeviceMemory(studyModel(dModel, layers), [benchBatch], 1).total;
    const measured: SharingRate[] = [];
    for (const trainers of counts) {
      if (memoryBytes !== null && trainers * needed > memoryBytes) break;
      if (now() - startedMs > patienceMs) break;
      const together = await train({ dModel, layers, trainers });
      if (!together.ok) {
        say(`${trainers} trainers at once did not work with ${shapeClass} models: ${together.reason}`);
        break;
      }
      const { tokensPerSecond } = together;
      measured.push({ trainers, tokensPerSecond });
      if (worthwhileTrainers(measured) < trainers) break;
    }
    if (measured.length > 0) rates[shapeClass] = measured;
  }
  return { measuredAtMs: Date.now(), rates };
}
