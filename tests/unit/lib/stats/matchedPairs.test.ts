import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchedPairs } from '@/lib/stats/matchedPairs';
import type { Observation } from '@/lib/stats/observation';
import { factorial } from './sweepRuns';

const factors = ['a', 'b', 'c'];
const runs = factorial(3, 2, ({ a = 0, b = 0, c = 0 }, seed) => 1000 * seed + 100 * a + 10 * b + c);

describe('matched pairs', () => {
  it('differ in the factor alone', () => {
    const { pairs, unmatched } = matchedPairs(runs, factors, 'b', [0, 1]);
    expect(unmatched).toBe(0);
    expect(pairs).toHaveLength(8);
    for (const { reference, level } of pairs) expect(level - reference).toBe(10);
    expect(pairs[0]).toMatchObject({ cell: { a: 0, c: 0 }, seed: 1, reference: 1000, level: 1010 });
    expect(new Set(pairs.map(({ cellKey }) => cellKey)).size).toBe(4);
  });

  it('turn around with the levels', () => {
    const there = matchedPairs(runs, factors, 'a', [0, 1]).pairs;
    const back = matchedPairs(runs, factors, 'a', [1, 0]).pairs;
    expect(back.map(({ reference, level }) => [level, reference])).toEqual(
      there.map(({ reference, level }) => [reference, level]),
    );
  });

  it('never pair what differs in anything else, and count every run that is left over', () => {
    fc.assert(
      fc.property(fc.subarray(runs), (some) => {
        const { pairs, unmatched } = matchedPairs(some, factors, 'c', [0, 1]);
        expect(2 * pairs.length + unmatched).toBe(some.length);
        for (const { reference, level } of pairs) expect(level - reference).toBe(1);
      }),
    );
  });

  it('tell levels of different types apart, and are none of a level that nobody has', () => {
    const typed: Observation[] = [8, '8', true, 'true'].map((level, variantIndex) => ({
      ...{ runId: `${variantIndex}`, variantIndex, seed: 1, value: variantIndex },
      levels: { a: level, b: variantIndex % 2 },
    }));
    expect(matchedPairs(typed, ['a', 'b'], 'a', [8, '8'])).toEqual({ pairs: [], unmatched: 2 });
    expect(matchedPairs(runs, factors, 'a', [2, 3])).toEqual({ pairs: [], unmatched: 0 });
  });
});
