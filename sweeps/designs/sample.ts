import type { Design } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import { type Cell, type Factor, type FactorLevel, type RangeFactor, readLevel } from '../factors';
import { permutation, randomStream } from '../random';

type SampleDesign = Extract<Design, { samples: number }>;

/** Where a sample lies in a factor's dimension, from 0 to 1, and the stratum that it stands for. */
export interface Place {
  at: number;
  low: number;
  high: number;
}

/**
 * Samples of ranges and choices. Random: each factor by itself, uniform, so the first 20 of 40 samples are those of 20.
 * Latin hypercube (McKay, Beckman & Conover 1979, §2.3): each dimension is cut into as many strata of equal probability
 * as there are samples, and each stratum has one. Levels of a choice are equally probable.
 *
 * @throws HeldoutError invalid_sweep where there is nothing to sample
 */
export function planSample(factors: readonly Factor[], design: SampleDesign) {
  if (factors.length === 0) {
    throw new HeldoutError(
      'invalid_sweep',
      `the design ${design.kind} has no factors to sample: add a range, for example learningRate: {min: 0.0001, max: 0.01, scale: log}`,
      { path: 'factors' },
    );
  }
  const columns = factors.map((factor) => {
    const places = design.kind === 'random' ? randomPlaces(design, factor.name) : strata(design, factor.name);
    return places.map((place) => levelAt(factor, place));
  });
  const cells = Array.from({ length: design.samples }, (_, sample): Cell => {
    const cell = new Map<string, FactorLevel>();
    factors.forEach(({ name }, column) => {
      const level = columns[column]?.[sample];
      if (level) cell.set(name, level);
    });
    return cell;
  });
  return { cells, notes: [sampleNote(design)] };
}

function sampleNote({ kind, samples, seed }: SampleDesign): string {
  return kind === 'random'
    ? `${samples} random samples with seed ${seed}; more samples keep these and add to them.`
    : `A Latin hypercube of ${samples} samples with seed ${seed}: one in each of ${samples} strata of every factor; another number of samples is another hypercube.`;
}

function randomPlaces({ samples, seed }: SampleDesign, name: string): Place[] {
  const stream = randomStream(seed, name);
  return Array.from({ length: samples }, (_, sample) => ({ at: stream.at(sample), low: 0, high: 1 }));
}

/** @returns one place in each of `samples` equal strata of [0, 1), in random order */
export function strata({ samples, seed }: Pick<SampleDesign, 'samples' | 'seed'>, name: string): Place[] {
  const within = randomStream(seed, `${name}/within`);
  return permutation(samples, randomStream(seed, `${name}/order`)).map((stratum, sample) => ({
    at: (stratum + within.at(sample)) / samples,
    low: stratum / samples,
    high: (stratum + 1) / samples,
  }));
}

function levelAt(factor: Factor, place: Place): FactorLevel {
  if (factor.kind === 'range') return valueAt(factor, place);
  const { levels } = factor;
  const found = levels[Math.min(levels.length - 1, Math.floor(place.at * levels.length))];
  if (!found) throw new RangeError(`factor ${factor.name} has no levels`);
  return found;
}

function valueAt({ name, range }: RangeFactor, { at, low, high }: Place): FactorLevel {
  // A whole number stands for the unit interval above it, so that the last is as likely as the others.
  const max = range.integer ? range.max + 1 : range.max;
  const position = (share: number) =>
    range.scale === 'log' ? range.min * (max / range.min) ** share : range.min + share * (max - range.min);
  const value = range.integer
    ? Math.floor(position(at))
    : shortest(position(at), position(low), position(high));
  const level = Math.min(range.max, Math.max(range.min, value));
  return readLevel(name, level, `factors.${name}`);
}

/** As few digits as three where that stays in the stratum: people read 0.000723, not 0.0007234819283. */
function shortest(value: number, low: number, high: number): number {
  for (let digits = 3; digits < 17; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (rounded >= low && rounded < high) return rounded;
  }
  return value;
}
