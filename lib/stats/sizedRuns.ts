import type { AnswerInput } from '@/lib/domain/answerInput';
import type { SizedRun } from './learningCurve';
import { cellKey, type Observation } from './observation';

/**
 * Runs by how many pairs they trained on, where a factor of the sweep sets that: the factor whose every level has one size,
 * and whose levels have several.
 *
 * @returns [] where no factor does
 */
export function sizedRuns(
  { variants, factors }: Pick<AnswerInput, 'variants' | 'factors'>,
  observations: readonly Observation[],
): SizedRun[] {
  const known = variants.filter(({ trainPairs }) => trainPairs > 0);
  const factor = factors.find((name) => {
    const sizes = new Map<unknown, Set<number>>();
    for (const { levels, trainPairs } of known) {
      const ofLevel = sizes.get(levels[name]) ?? new Set();
      sizes.set(levels[name], ofLevel.add(trainPairs));
    }
    const distinct = new Set(known.map(({ trainPairs }) => trainPairs)).size;
    return distinct > 1 && distinct === sizes.size && [...sizes.values()].every(({ size }) => size === 1);
  });
  if (factor === undefined) return [];
  const sizeOf = new Map(known.map(({ index, trainPairs }) => [index, trainPairs]));
  return observations.flatMap(({ variantIndex, levels, seed, value }) => {
    const size = sizeOf.get(variantIndex);
    return size === undefined ? [] : [{ size, cellKey: cellKey(levels, factors, [factor]), seed, value }];
  });
}
