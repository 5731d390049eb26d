import { z } from 'zod';
import type { EngineId } from '@/lib/engine/types';
import { version } from './environment';
import { MeasurementCache } from './measurementCache';
import { type ShapeClass, shapeClassSchema } from './shapeClasses';

/** Another doubling is worth it where it raises the total rate by this share at least, and replicas where they do. */
const leastGain = 0.1;
const rateSchema = z.object({
  /** Runs at once. */
  count: z.int().min(1),
  /** Of all together. */
  tokensPerSecond: z.number().positive(),
});
const ratesSchema = z.partialRecord(shapeClassSchema, z.array(rateSchema));

/** Total training rates of several runs at once, by size of model; a class that was not measured is missing. */
export const sharingSchema = z.object({
  measuredAtMs: z.int(),
  /** Each run in a process of its own. */
  processes: ratesSchema,
  /** All runs in one process, as replicas of one graph; the first is that of one process. Empty: the engine has none. */
  replicas: ratesSchema,
});
export type Sharing = z.infer<typeof sharingSchema>;
export type SharingRate = z.infer<typeof rateSchema>;

/** The last rate up to which each doubling raised the total by a tenth at least; undefined where nothing is known. */
export function worthwhileRate(rates: readonly SharingRate[]): SharingRate | undefined {
  let best: SharingRate | undefined;
  for (const rate of rates) {
    if (best && !isWorthIt(rate, best)) break;
    best = rate;
  }
  return best;
}

function isWorthIt(rate: SharingRate, than: SharingRate): boolean {
  return rate.tokensPerSecond >= (1 + leastGain) * than.tokensPerSecond;
}

/** How many trainers of each class may share the device. */
export function limitsOf({ processes }: Sharing): Record<ShapeClass, number> {
  return ofEachClass((shapeClass) => worthwhileRate(processes[shapeClass] ?? [])?.count ?? 1);
}

/**
 * How many runs of each class one trainer steps together: as many as are worth it, where their rate is worth it over the
 * best of processes as well, which fail separately; else 1.
 */
export function replicasOf({ processes, replicas }: Sharing): Record<ShapeClass, number> {
  return ofEachClass((shapeClass) => {
    const together = worthwhileRate(replicas[shapeClass] ?? []);
    const apart = processes[shapeClass] ?? [];
    return together && apart.every((rate) => isWorthIt(together, rate)) ? together.count : 1;
  });
}

function ofEachClass(countOf: (shapeClass: ShapeClass) => number): Record<ShapeClass, number> {
  return {
    tiny: countOf('tiny'),
    small: countOf('small'),
    medium: countOf('medium'),
    large: countOf('large'),
  };
}

const cache = new MeasurementCache('device-sharing.json', sharingSchema);

/** @returns undefined where this device and engine have not been measured by this version */
export function readSharing(home: string, engine: EngineId, device: string): Promise<Sharing | undefined> {
  return cache.read(home, keyOf(engine, device));
}

export function writeSharing(
  home: string,
  engine: EngineId,
  device: string,
  sharing: Sharing,
): Promise<void> {
  return cache.write(home, keyOf(engine, device), sharing);
}

function keyOf(engine: EngineId, device: string): string {
  return `${engine} of heldout ${version} on ${device}`;
}
