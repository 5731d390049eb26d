import { describe, expect, it } from 'vitest';
import { sizedRuns } from '@/lib/stats/sizedRuns';
import { inputOf } from './answerInputs';
import { factorial } from './sweepRuns';

const runs = factorial(2, 2, ({ a = 0, b = 0 }, seed) => 10 * a + b + seed);

/** With so many pairs a variant; variants are a b: 00, 01, 10, 11. */
function sized(trainPairs: readonly number[]) {
  const input = inputOf(runs);
  const variants = input.variants.map((variant, at) => ({ ...variant, trainPairs: trainPairs[at] ?? 0 }));
  return sizedRuns({ ...input, variants }, runs);
}

describe('runs by the size of their training set', () => {
  it('are those of the factor whose levels are sizes; the other factors are their cells', () => {
    const found = sized([1000, 1000, 4000, 4000]);
    expect(found).toHaveLength(8);
    expect(found.map(({ size }) => size)).toEqual([1000, 1000, 1000, 1000, 4000, 4000, 4000, 4000]);
    expect(found[0]).toEqual({ size: 1000, cellKey: '[null,0]', seed: 1, value: 1 });
    expect(new Set(found.map(({ cellKey }) => cellKey)).size).toBe(2);
    expect(sized([1000, 4000, 1000, 4000])[0]?.cellKey).toBe('[0,null]');
  });

  it.each([
    ['all have one size', [1000, 1000, 1000, 1000]],
    ['no run has said its size', [0, 0, 0, 0]],
    ['a level has several sizes', [1000, 2000, 4000, 4000]],
    ['two factors set it together', [1000, 2000, 3000, 4000]],
  ])('are none where %s', (_, sizes) => {
    expect(sized(sizes)).toEqual([]);
  });

  it('leave out variants whose size is not known', () => {
    expect(sized([1000, 0, 4000, 4000])).toHaveLength(6);
  });
});
