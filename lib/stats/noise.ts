import { grouped } from './grouped';
import { meanOf, squaresOf } from './moments';
import type { Observation } from './observation';

/** What one run's value varies by when neither its variant nor its seed's common part changes. */
export interface Noise {
  standardDeviation: number;
  freedom: number;
}

/**
 * The residual of a run given its variant and what its seed does to all variants alike: the error of a two-way layout with
 * one observation a cell, (variants − 1) × (seeds − 1) degrees of freedom (Montgomery, Design and Analysis of
 * Experiments, §4.1). Variants that lack a seed take no part there; where that leaves fewer than two, the variation of
 * seeds within variants, which holds the seeds' common part too.
 *
 * @returns null where no variant has two seeds
 */
export function noiseOf(observations: readonly Observation[]): Noise | null {
  const variants = new Map<number, Map<number, number>>();
  for (const { variantIndex, seed, value } of observations) {
    const bySeed = variants.get(variantIndex) ?? new Map<number, number>();
    variants.set(variantIndex, bySeed.set(seed, value));
  }
  const seeds = [...new Set(observations.map(({ seed }) => seed))];
  const complete = [...variants.values()].filter((bySeed) => bySeed.size === seeds.length);
  if (seeds.length > 1 && complete.length > 1) {
    const seedMeans = seeds.map((seed) => meanOf(complete.map((bySeed) => bySeed.get(seed) ?? Number.NaN)));
    const residuals = complete.map((bySeed) =>
      squaresOf(seeds.map((seed, at) => (bySeed.get(seed) ?? Number.NaN) - (seedMeans[at] ?? 0))),
    );
    return noise(residuals, (complete.length - 1) * (seeds.length - 1));
  }
  return spreadOf(observations);
}

/**
 * How runs of one variant differ from seed to seed, pooled over variants, Σ (seeds − 1) degrees of freedom: what the mean of a
 * variant varies by. Unlike noiseOf it holds what a seed does to all variants alike.
 *
 * @returns null where no variant has two seeds
 */
export function spreadOf(observations: readonly Observation[]): Noise | null {
  const variants = [...grouped(observations, ({ variantIndex }) => variantIndex).values()];
  const values = variants.map((runs) => runs.map(({ value }) => value));
  return noise(
    values.map(squaresOf),
    values.reduce((sum, each) => sum + each.length - 1, 0),
  );
}

function noise(squares: readonly number[], freedom: number): Noise | null {
  if (freedom < 1) return null;
  const sum = squares.reduce((total, each) => total + each, 0);
  return { standardDeviation: Math.sqrt(sum / freedom), freedom };
}
