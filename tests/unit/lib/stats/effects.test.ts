import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineDifferences } from '@/lib/stats/baselineDifferences';
import { effectsOf } from '@/lib/stats/effects';
import { interactionsLeftOut, interactionsOf } from '@/lib/stats/interactions';
import { noiseOf } from '@/lib/stats/noise';
import { balanced, factorial } from './sweepRuns';

const higher = { higherIsBetter: true };

describe('effects over matched pairs', () => {
  it('equal R: a contrast of cell means, with seeds pooled within cells', () => {
    const [a] = effectsOf(balanced(), ['a', 'b', 'c'], higher);
    // R 4.2.2: m <- lm(difference ~ cell − 1); w = 1/4 each; estimate, √(w'vcov(m)w), qt(.975, 8), 2·pt(−|t|, 8).
    expect(a?.value).toBeCloseTo(2.27791666666667, 12);
    expect(a?.standardError).toBeCloseTo(0.354396645135551, 12);
    expect(a?.freedom).toBe(8);
    expect(a?.low).toBeCloseTo(1.4606765374816, 9);
    expect(a?.high).toBeCloseTo(3.09515679585173, 9);
    expect(a?.pValue).toBeCloseTo(0.000203082561572957, 12);
    expect(a).toMatchObject({ basis: 'seeds-within-cells', pairs: 12, better: 12, ties: 0, unmatched: 0 });
  });

  it('find noise as R: the residual of variant and seed', () => {
    // R 4.2.2: sigma(lm(y ~ a*b*c + seed)).
    expect(noiseOf(balanced())?.standardDeviation).toBeCloseTo(0.664479544231708, 12);
    expect(noiseOf(balanced())?.freedom).toBe(14);
  });

  it('recover differences without noise exactly, whatever the seed adds to all runs', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })),
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 3 }),
        ([first, second], shifts) => {
          const value = ({ a = 0, b = 0 }: Record<string, number>, seed: number) =>
            first * a + second * b + (shifts[seed - 1] ?? 0);
          const [a, b] = effectsOf(factorial(2, 3, value), ['a', 'b'], higher);
          expect([a?.value, a?.low, a?.high]).toEqual([first, first, first]);
          expect(b?.value).toBe(second);
          // Six pairs that all agree: p of the sign-flip test, 2/2⁶; no difference at all: 1.
          expect(a?.pValue).toBe(first === 0 ? 1 : 2 / 2 ** 6);
        },
      ),
    );
  });

  it('pair only runs that agree in every other factor and seed, and count the others', () => {
    const observations = balanced().filter(({ runId }) => runId !== '0-1' && runId !== '7-3');
    const [a] = effectsOf(observations, ['a', 'b', 'c'], higher);
    expect(a).toMatchObject({ pairs: 10, unmatched: 2, cells: 4, seeds: 3 });
  });

  it('take the first level as the reference and count better pairs by the metric', () => {
    const observations = factorial(1, 3, ({ a = 0 }, seed) => seed - a);
    const [loss] = effectsOf(observations, ['a'], { higherIsBetter: false });
    expect(loss).toMatchObject({ reference: 0, level: 1, value: -1, better: 3 });
    expect(loss?.improvement.value).toBe(1);
  });

  it('hold to the first level of the design, whichever run ends first', () => {
    const design = factorial(2, 1, () => 0);
    const [, b] = effectsOf(
      balanced().filter(({ variantIndex, levels }) => levels['c'] === 0 && variantIndex !== 0),
      ['a', 'b'],
      { ...higher, design },
    );
    expect(b).toMatchObject({ factor: 'b', reference: 0, level: 1, unmatched: 3 });
  });

  it('let cells stand in for seeds where there is one, and say so', () => {
    const observations = factorial(3, 1, ({ a = 0, b = 0, c = 0 }) => 2 * a + 0.3 * a * b - 0.2 * a * c);
    const [a] = effectsOf(observations, ['a', 'b', 'c'], higher);
    expect(a).toMatchObject({ basis: 'cells', freedom: 3, seeds: 1 });
  });

  it('have no interval of a single pair', () => {
    const [a] = effectsOf(
      factorial(1, 1, ({ a: level = 0 }) => level),
      ['a'],
      higher,
    );
    expect(a).toMatchObject({ value: 1, low: null, high: null, pValue: null, basis: 'none' });
  });

  it('borrow the noise of the whole sweep where an effect has few seeds of its own', () => {
    const observations = balanced().filter(({ variantIndex }) => [0, 1, 2, 4].includes(variantIndex));
    const [a] = effectsOf(observations, ['a', 'b', 'c'], higher);
    expect(a).toMatchObject({ basis: 'sweep-noise', freedom: 6, pairs: 3, cells: 1 });
    const noise = noiseOf(observations)?.standardDeviation ?? 0;
    expect(a?.standardError).toBeCloseTo(noise * Math.sqrt(2 / 3), 12);
  });

  it('take whole seeds as what varies where seeds move all cells alike', () => {
    const moved = [3, -2, 0.5];
    const value = ({ a = 0, b = 0, c = 0 }: Record<string, number>, seed: number) =>
      a * (1 + (moved[seed - 1] ?? 0)) + 0.01 * b * seed * (c + 1) * (a + 1);
    const [a] = effectsOf(factorial(3, 3, value), ['a', 'b', 'c'], higher);
    expect(a).toMatchObject({ basis: 'seeds', freedom: 2 });
    expect(a?.high).toBeGreaterThan(5);
  });

  it('leave out a level without any matched pair', () => {
    const observations = factorial(2, 1, ({ a = 0 }) => a).filter(
      ({ levels }) => levels['a'] === levels['b'],
    );
    expect(effectsOf(observations, ['a', 'b'], higher)).toEqual([]);
  });
});

describe('interactions', () => {
  it('of two factors of two levels are the difference of differences over matched quadruples', () => {
    const observations = factorial(3, 3, ({ a = 0, b = 0 }, seed) => 2 * a + b + 1.5 * a * b + seed);
    const [ab] = interactionsOf(observations, ['a', 'b', 'c'], null);
    expect(ab).toMatchObject({ factors: ['a', 'b'], difference: { value: 1.5 } });
    expect(ab?.means).toEqual([
      [2, 3],
      [4, 6.5],
    ]);
    expect(ab?.counts).toEqual([
      [6, 6],
      [6, 6],
    ]);
  });

  it('are of the first 120 pairs, and how many are left out is known', () => {
    const names = Array.from({ length: 17 }, (_, at) => `f${at}`);
    const observations = [0, 1].map((level) => ({
      ...{ runId: `${level}`, variantIndex: level, seed: 1, value: level },
      levels: Object.fromEntries(names.map((name) => [name, level])),
    }));
    expect(interactionsOf(observations, names, null)).toHaveLength(120);
    expect(interactionsLeftOut(observations, names)).toBe(16);
    expect(interactionsLeftOut(balanced(), ['a', 'b', 'c'])).toBe(0);
  });

  it('are empty where nothing was measured', () => {
    const observations = factorial(2, 1, ({ a = 0 }) => a).filter(({ variantIndex }) => variantIndex !== 3);
    const [ab] = interactionsOf(observations, ['a', 'b'], null);
    expect(ab?.means).toEqual([
      [0, 0],
      [1, null],
    ]);
    expect(ab?.difference).toBeNull();
  });
});

describe('differences to a baseline', () => {
  it('are paired by seed, corrected over the table, and leave the baseline out', () => {
    const differences = baselineDifferences(balanced(), 0, higher);
    expect([...differences.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const best = differences.get(4);
    const expected = (14.1011 + 13.5041 + 13.3908 - (10.3007 + 11.6492 + 12.3708)) / 3;
    expect(best?.value).toBeCloseTo(expected, 12);
    expect(best?.holm).toBeGreaterThan(best?.pValue ?? 1);
    expect(best).toMatchObject({ pairs: 3, better: 3 });
  });
});
