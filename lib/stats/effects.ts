import type { Effect } from '@/lib/domain/answer';
import type { Level } from '@/lib/domain/config';
import { cellMean } from './cellMean';
import { matchedPairs } from './matchedPairs';
import { noiseOf } from './noise';
import { levelsOf, type Observation, requireFinite } from './observation';
import { wilsonInterval } from './wilsonInterval';

/** What needs no view of the family of tests. */
export type MeasuredEffect = Omit<Effect, 'holm' | 'benjaminiHochberg' | 'moreSeeds'>;

/**
 * Every level of every factor against the factor's first measured level in the order of the design (one factor at a
 * time: the baseline's; leave one out: the full variant's): mean paired difference over matched cells. Levels without a
 * single matched pair are left out.
 *
 * @param design all variants in their order; without it, the order of the observations
 * @throws HeldoutError invalid_input for values that are not finite
 */
export function effectsOf(
  observations: readonly Observation[],
  factors: readonly string[],
  { higherIsBetter, design }: { higherIsBetter: boolean; design?: readonly Pick<Observation, 'levels'>[] },
): MeasuredEffect[] {
  requireFinite('effectsOf', observations);
  const noise = noiseOf(observations);
  return factors.flatMap((factor) => {
    const [reference, ...others] = levelsOf(observations, factor, design);
    if (reference === undefined) return [];
    return others.flatMap((level) => {
      const effect = effectOf(observations, factors, factor, [reference, level], higherIsBetter, noise);
      return effect ? [effect] : [];
    });
  });
}

function effectOf(
  observations: readonly Observation[],
  factors: readonly string[],
  factor: string,
  levels: readonly [Level, Level],
  higherIsBetter: boolean,
  noise: ReturnType<typeof noiseOf>,
): MeasuredEffect | undefined {
  const { pairs, unmatched } = matchedPairs(observations, factors, factor, levels);
  if (pairs.length === 0) return undefined;
  const sign = higherIsBetter ? 1 : -1;
  const differences = pairs.map((pair) => ({ ...pair, value: pair.level - pair.reference }));
  const better = differences.filter(({ value }) => sign * value > 0).length;
  const ties = differences.filter(({ value }) => value === 0).length;
  return {
    factor,
    reference: levels[0],
    level: levels[1],
    ...cellMean(differences, noise, 2),
    pairs: pairs.length,
    better,
    ties,
    unmatched,
    improvement: wilsonInterval(better + ties / 2, pairs.length),
    differences: pairs.map(({ cell, seed, reference, level }) => ({ cell, seed, reference, level })),
  };
}
