import { describe, expect, it } from 'vitest';
import { learningCurveOf, type SizedRun } from '@/lib/stats/learningCurve';
import { fitPowerLaw, powerLawAt, sizeFor } from '@/lib/stats/powerLaw';
import { normals } from './sweepRuns';

const law = { limit: 40, scale: -300, exponent: 0.35 };

function runs(sizes: readonly number[], seeds: number, noise: () => number, bend = law): SizedRun[] {
  return sizes.flatMap((size) =>
    Array.from({ length: seeds }, (_, at) => ({
      size,
      cellKey: '',
      seed: at + 1,
      value: powerLawAt(bend, size) + noise(),
    })),
  );
}

describe('learning curve', () => {
  it('recovers a power law from points without noise, of a score and of a loss', () => {
    for (const known of [law, { limit: 1.2, scale: 30, exponent: 0.5 }]) {
      const points = [500, 1000, 2000, 4000, 8000].map((size) => ({ size, value: powerLawAt(known, size) }));
      const fit = fitPowerLaw(points);
      expect(fit.exponent).toBeCloseTo(known.exponent, 6);
      expect(fit.limit).toBeCloseTo(known.limit, 4);
      expect(sizeFor(fit, powerLawAt(known, 20_000))).toBeCloseTo(20_000, 0);
    }
  });

  it('fits as SciPy does', () => {
    // scipy 1.10.1: curve_fit(l + k·(s/1000)^−x, s, y, p0 = [25, −20, .3], xtol = ftol = 1e-14)
    const sizes = [1000, 2000, 4000, 8000, 16_000];
    const values = [5.1, 9.2, 12.6, 15.3, 17.6];
    const fit = fitPowerLaw(sizes.map((size, at) => ({ size, value: values[at] ?? 0 })));
    expect(fit.exponent).toBeCloseTo(0.2877157628532071, 5);
    expect(fit.limit).toBeCloseTo(27.82134833104279, 3);
  });

  it('names the size for five points more, with an interval around the truth', () => {
    const truth = sizeFor(law, powerLawAt(law, 8000) + 5);
    const curve = learningCurveOf(runs([500, 1000, 2000, 4000, 8000], 5, scaled(normals(1), 0.15)), 5);
    expect(curve?.cannotSay).toBeNull();
    expect(curve?.needed?.low).toBeLessThan(truth);
    expect(curve?.needed?.high).toBeGreaterThan(truth);
    expect(curve?.points.map(({ size, runs: count }) => [size, count])).toEqual([
      [500, 5],
      [1000, 5],
      [2000, 5],
      [4000, 5],
      [8000, 5],
    ]);
  });

  it('holds the truth in nine of ten simulated sweeps where it gives an answer', () => {
    const noise = scaled(normals(2), 0.15);
    const truth = sizeFor(law, powerLawAt(law, 8000) + 5);
    const answers = Array.from(
      { length: 60 },
      () => learningCurveOf(runs([500, 1000, 2000, 4000, 8000], 5, noise), 5)?.needed,
    ).filter((needed) => needed != null);
    expect(answers.length).toBeGreaterThan(30);
    const held = answers.filter(({ low, high }) => low <= truth && truth <= (high ?? Infinity)).length;
    // A percentile interval of five seeds that has been widened; 90% less three binomial standard errors of 60.
    expect(held / answers.length).toBeGreaterThan(0.78);
  });

  it('lets a run that is alone in its size vary as the others do, and says nothing where most are alone', () => {
    const sizes = [500, 1000, 2000, 4000, 8000];
    const all = runs(sizes, 5, scaled(normals(1), 0.15));
    const alone = (few: readonly number[]) =>
      all.filter(({ size, seed }) => seed === 1 || !few.includes(size));
    const width = (curve: ReturnType<typeof learningCurveOf>) => {
      const at = curve?.fit?.drawn.at(-1);
      return (at?.high ?? Number.NaN) - (at?.low ?? Number.NaN);
    };
    expect(width(learningCurveOf(alone([8000]), 5))).toBeGreaterThan(width(learningCurveOf(all, 5)));
    expect(learningCurveOf(alone([500, 1000, 2000, 4000]), 5)?.cannotSay).toBe('one-seed');
  });

  it('cannot say with two sizes, with one seed, without a trend, or where the curve levels off', () => {
    const silent = () => 0;
    expect(learningCurveOf(runs([500], 3, silent), 5)).toBeNull();
    expect(learningCurveOf(runs([500, 1000], 3, silent), 5)?.cannotSay).toBe('two-sizes');
    expect(learningCurveOf(runs([500, 1000, 2000], 1, silent), 5)?.cannotSay).toBe('one-seed');
    const flat = { limit: 10, scale: 0, exponent: 1 };
    expect(learningCurveOf(runs([500, 1000, 2000], 4, normals(3), flat), 5)?.cannotSay).toBe('no-trend');
    const level = { limit: 10, scale: -8e4, exponent: 1.5 };
    const curve = learningCurveOf(runs([500, 1000, 2000, 4000], 3, scaled(normals(4), 0.01), level), 5);
    expect(curve?.cannotSay).toBe('beyond-reach');
  });
});

function scaled(noise: () => number, by: number): () => number {
  return () => by * noise();
}
