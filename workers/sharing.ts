import { z } from 'zod';
import type { EngineId } from '@/lib/engine/types';
import { version } from './environment';
import { MeasurementCache } from './measurementCache';
import { type ShapeClass, shapeClassSchema } from './shapeClasses';

/** Another doubling is worth it where it raises the total rate by this share at least. */
const leastGain = 0.1;
const rateSchema = z.object({ trainers: z.int().min(1), tokensPerSecond: z.number().positive() });

/** Total training rates of several trainers at once, by size of model; a class that was not measured is missing. */
export const sharingSchema = z.object({
  measuredAtMs: z.int(),
  rates: z.partialRecord(shapeClassSchema, z.array(rateSchema)),
});
export type Sharing = z.infer<typeof sharingSchema>;
export type SharingRate = z.infer<typeof rateSchema>;

/** The number of trainers up to which each doubling raised the total rate by a tenth at least; 1 where nothing is known. */
export function worthwhileTrainers(rates: readonly SharingRate[]): number {
  let best: SharingRate | undefined;
  for (const rate of rates) {
    if (best && rate.tokensPerSecond < (1 + leastGain) * best.tokensPerSecond) break;
    best = rate;
  }
  return best?.trainers ?? 1;
}

/** How many trainers of each class may share the device. */
export function limitsOf({ rates }: Sharing): Record<ShapeClass, number> {
  const limitOf = (shapeClass: ShapeClass) => worthwhileTrainers(rates[shapeClass] ?? []);
  return {
    tiny: limitOf('tiny'),
    small: limitOf('small'),
    medium: limitOf('medium'),
    large: limitOf('large'),
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
