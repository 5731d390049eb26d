import { describe, expect, it } from 'vitest';
import { baselineDifferences } from '@/lib/stats/baselineDifferences';
import { holm } from '@/lib/stats/corrections';
import { balanced, factorial } from './sweepRuns';

const higher = { higherIsBetter: true };

describe('differences to the baseline', () => {
  it('are of every other variant, paired by seed', () => {
    const runs = factorial(2, 3, ({ a = 0, b = 0 }, seed) => 100 * seed + 10 * a - b);
    const differences = baselineDifferences(runs, 0, higher);
    expect([...differences.keys()]).toEqual([1, 2, 3]);
    expect(differences.get(2)).toMatchObject({ value: 10, low: 10, high: 10, pairs: 3, better: 3 });
    expect(differences.get(1)).toMatchObject({ value: -1, better: 0 });
  });

  it('count the better pairs by the direction of the metric', () => {
    const runs = factorial(1, 3, ({ a = 0 }, seed) => (seed === 3 ? 1 : -1) * a);
    expect(baselineDifferences(runs, 0, higher).get(1)?.better).toBe(1);
    expect(baselineDifferences(runs, 0, { higherIsBetter: false }).get(1)?.better).toBe(2);
  });

  it('turn around with the baseline', () => {
    const there = baselineDifferences(balanced(), 0, higher).get(5);
    const back = baselineDifferences(balanced(), 5, higher).get(0);
    expect(back?.value).toBeCloseTo(-(there?.value ?? 0), 12);
    expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 12);
    expect(back?.pValue).toBeCloseTo(there?.pValue ?? 0, 12);
  });

  it('are corrected over all variants of the table', () => {
    const differences = [...baselineDifferences(balanced(), 0, higher).values()];
    expect(differences).toHaveLength(7);
    expect(differences.map((each) => each.holm)).toEqual(holm(differences.map(({ pValue }) => pValue)));
    for (const { pValue, benjaminiHochberg } of differences)
      expect(benjaminiHochberg ?? 0).toBeGreaterThanOrEqual(pValue ?? 1);
  });

  it('leave out variants that share no seed with the baseline, and have no interval of one pair', () => {
    const runs = factorial(2, 2, ({ a = 0, b = 0 }) => a + b).filter(
      ({ variantIndex, seed }) => seed === (variantIndex === 1 ? 2 : 1),
    );
    const differences = baselineDifferences(runs, 0, higher);
    expect([...differences.keys()]).toEqual([2, 3]);
    expect(differences.get(2)).toMatchObject({
      value: 1,
      low: null,
      high: null,
      pValue: null,
      holm: null,
      pairs: 1,
    });
    expect(baselineDifferences(runs, 9, higher).size).toBe(0);
  });
});
