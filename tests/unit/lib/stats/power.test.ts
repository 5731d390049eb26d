import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moreSeedsFor, powerOf, wantedPower } from '@/lib/stats/power';

describe('power of a matched comparison', () => {
  it.each([
    // R 4.2.2: power.t.test(n, delta, sd = 1, type = 'paired', strict = TRUE)$power; one cell, noise 1/√2.
    [3, 1, 0.179255393776663],
    [5, 1, 0.401389917372453],
    [4, 0.7, 0.169682299938209],
    [10, 0.5, 0.293175606514385],
  ])('equals R for %i pairs and a difference of %f', (seeds, target, expected) => {
    expect(powerOf({ noise: Math.SQRT1_2, cells: 1 }, seeds, target)).toBeCloseTo(expected, 6);
  });

  it('equals R for the mean over cells: the noncentral t with their degrees of freedom together', () => {
    // R 4.2.2: q <- qt(.975, 8); 1 − pt(q, 8, √6) + pt(−q, 8, √6)
    expect(powerOf({ noise: 1, cells: 4 }, 3, 1)).toBeCloseTo(0.57598817612022, 6);
  });

  it('rises with seeds, and moreSeedsFor names the first number that is enough', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 0, max: 6 }),
        (noise, cells, seeds) => {
          const more = moreSeedsFor({ noise, cells }, seeds, 1);
          const enough = seeds + (more ?? 0);
          expect(powerOf({ noise, cells }, enough, 1)).toBeGreaterThanOrEqual(wantedPower);
          if (enough > Math.max(2, seeds)) {
            expect(powerOf({ noise, cells }, enough - 1, 1)).toBeLessThan(wantedPower);
          }
        },
      ),
    );
  });

  it('gives no advice beyond a thousand seeds, and asks for none without noise', () => {
    expect(moreSeedsFor({ noise: 100, cells: 1 }, 3, 0.1)).toBeNull();
    expect(moreSeedsFor({ noise: 0, cells: 1 }, 3, 1)).toBe(0);
  });
});
