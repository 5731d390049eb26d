import { maxVariants } from '@/lib/domain/design';
import { HeldoutError } from '@/lib/domain/errors';
import type { Cell, FactorLevel, LevelsFactor } from '../factors';

/**
 * Every combination of levels, the last factor changing fastest, as nested loops would write it.
 *
 * @throws HeldoutError too_many_variants before anything is enumerated
 */
export function planFactorial(factors: readonly LevelsFactor[]): { cells: Iterable<Cell>; notes: string[] } {
  const cellCount = factors.reduce((product, factor) => product * factor.levels.length, 1);
  if (cellCount > maxVariants) {
    const sizes = factors.map((factor) => factor.levels.length).join(' × ');
    throw new HeldoutError(
      'too_many_variants',
      `the design has ${sizes} = ${cellCount} cells, more than ${maxVariants}: remove levels or a factor`,
      { path: 'factors' },
    );
  }
  return { cells: { [Symbol.iterator]: () => combinations(factors, []) }, notes: [] };
}

function* combinations(
  factors: readonly LevelsFactor[],
  chosen: readonly (readonly [string, FactorLevel])[],
): Generator<Cell> {
  const [first, ...rest] = factors;
  if (!first) {
    yield new Map(chosen);
    return;
  }
  for (const level of first.levels) yield* combinations(rest, [...chosen, [first.name, level]]);
}
