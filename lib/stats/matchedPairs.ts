import type { Level } from '@/lib/domain/config';
import { cellKey, type Observation } from './observation';

/** Two runs that agree in every other factor and in seed. */
export interface MatchedPair {
  cellKey: string;
  /** The other factors' levels. */
  cell: Record<string, Level>;
  seed: number;
  reference: number;
  level: number;
}

export interface MatchedPairs {
  pairs: MatchedPair[];
  /** Runs at either level without a partner. */
  unmatched: number;
}

/**
 * Every pair of runs that differ in one factor alone, at these two of its levels: the comparison that an ablation is about.
 * Pairing by seed removes what the seed does to all variants alike. In the order of the observations.
 *
 * @param factors all factors of the design
 */
export function matchedPairs(
  observations: readonly Observation[],
  factors: readonly string[],
  factor: string,
  [reference, level]: readonly [Level, Level],
): MatchedPairs {
  const keyOf = (run: Observation) => `${cellKey(run.levels, factors, [factor])} ${run.seed}`;
  const at = (wanted: Level) => observations.filter(({ levels }) => levels[factor] === wanted);
  const references = new Map(at(reference).map((run) => [keyOf(run), run]));
  const levels = at(level);
  const pairs = levels.flatMap((run) => {
    const partner = references.get(keyOf(run));
    if (!partner) return [];
    const cell = Object.fromEntries(Object.entries(run.levels).filter(([name]) => name !== factor));
    return [
      {
        cellKey: cellKey(run.levels, factors, [factor]),
        cell,
        seed: run.seed,
        reference: partner.value,
        level: run.value,
      },
    ];
  });
  return { pairs, unmatched: references.size + levels.length - 2 * pairs.length };
}
