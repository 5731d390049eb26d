import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedBest, expectedBestCurve } from '@/lib/stats/expectedBest';

/** The mean of the best of every choice of k. */
function enumerated(scores: readonly number[], k: number): number {
  const choose = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : scores
          .slice(from)
          .flatMap((score, at) => choose(from + at + 1, left - 1).map((rest) => [score, ...rest]));
  const bests = choose(0, k).map((chosen) => Math.max(...chosen));
  return bests.reduce((sum, best) => sum + best, 0) / bests.length;
}

const scores = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 9 });

describe('expected best of k trials', () => {
  it('is the mean over all choices of k without replacement', () => {
    fc.assert(
      fc.property(scores, fc.nat(8), (values, place) => {
        const k = 1 + (place % values.length);
        // Both sums are of at most 126 terms below 100 in size.
        expect(expectedBest(values, 'maximize', k)).toBeCloseTo(enumerated(values, k), 9);
        const negated = values.map((value) => -value);
        expect(expectedBest(negated, 'minimize', k)).toBeCloseTo(-enumerated(values, k), 9);
      }),
    );
  });

  it('begins at the mean, ends at the best and never falls', () => {
    const values = [3, 9, 4, 4, 7, 1];
    const curve = expectedBestCurve(values, 'maximize').map(({ expected }) => expected);
    expect(curve[0]).toBeCloseTo(28 / 6, 12);
    expect(curve.at(-1)).toBe(9);
    for (const [at, expected] of curve.entries()) {
      expect(expected).toBeGreaterThanOrEqual((curve[at - 1] ?? expected) - 1e-12);
    }
  });

  it('stays finite for ten thousand trials, at 200 points with both ends', () => {
    const values = Array.from({ length: 10_000 }, (_, at) => at);
    const curve = expectedBestCurve(values, 'maximize');
    expect(curve.length).toBeLessThanOrEqual(200);
    expect(curve[0]).toEqual({ trials: 1, expected: expect.closeTo(4999.5, 6) });
    expect(curve.at(-1)).toEqual({ trials: 10_000, expected: 9999 });
    // The expected greatest of k of 0 … n − 1 is k(n + 1)/(k + 1) − 1.
    for (const { trials, expected } of curve) {
      expect(expected).toBeCloseTo((trials * 10_001) / (trials + 1) - 1, 6);
    }
  });
});
