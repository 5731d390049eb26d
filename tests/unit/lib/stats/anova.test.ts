import { describe, expect, it } from 'vitest';
import { anovaOf } from '@/lib/stats/anova';
import type { Observation } from '@/lib/stats/observation';
import { balanced, factorial } from './sweepRuns';

/**
 * Values of R 4.2.2: sums of squares of type II by comparing nested models, deviance(lm(y ~ terms that do not contain it)) −
 * deviance(lm(y ~ those + it)), F over the residual of the full model, p of pf(lower.tail = FALSE); the seed as a factor.
 * Columns: sum of squares, freedom, F, p.
 */
const balancedR = {
  seed: [1.295114840833322, 2, 1.4850795719683, 0.257955634517926],
  a: [31.1334260416666, 1, 71.400023476091, 4.36186386105677e-7],
  b: [1.170240006666675, 1, 2.683776717565113, 0.122175846611604],
  c: [0.594027735000008, 1, 1.362316956948007, 0.261356521977105],
  'a:b': [0.218847801666669, 1, 0.501895877304944, 0.489532396531676],
  'a:c': [0.068053500000001, 1, 0.156070889568248, 0.698361009177273],
  'b:c': [0.068117415, 1, 0.156217469404798, 0.698227038808584],
};
/** Without the runs 2, 7, 15 and 22 (from 1). */
const unbalancedR = {
  seed: [3.161282633809412, 2, 4.205761676171245, 0.043987761877275],
  a: [26.6389957320714, 1, 70.8808925487489, 4.00690757284871e-6],
  b: [2.444398292766392, 1, 6.504041461567783, 0.02698056629937],
  c: [0.707429508706722, 1, 1.882324525172942, 0.197401578215399],
  'a:b': [0.04734696965438, 1, 0.125980555060514, 0.729348114517526],
  'a:c': [0.212675660809658, 1, 0.565886222333629, 0.467690427570974],
  'b:c': [0.16913795965896, 1, 0.450041347845104, 0.516153984061844],
};
/** y of a 3 × 2 with 2 seeds, in the order a, b, seed. */
const threeByTwo = [
  3.0001, 3.9208, 4.3892, 4.3106, 4.4294, 4.2327, 5.1293, 5.5521, 5.1551, 4.9429, 6.1845, 6.1359,
];
const threeByTwoR = {
  seed: [0.054324563333333, 1, 0.537835623677322, 0.496254009213638],
  a: [5.7935812616667, 2, 28.679424186754, 0.001820454360388],
  b: [3.0206353633333, 1, 29.905538210618, 0.002784139875828],
  'a:b': [0.024644501666667, 2, 0.121995374751367, 0.887708173341958],
};

function holdAgainst(
  observations: Observation[],
  factors: string[],
  expected: Record<string, number[]>,
  [sumOfSquares, freedom]: [number, number],
) {
  const table = anovaOf(observations, factors);
  expect(table?.terms.map((term) => term.factors.join(':'))).toEqual(Object.keys(expected));
  // R and this are both exact to about 1e-13 of the total; the smallest terms are a thousandth of it.
  expect(table?.residual.sumOfSquares).toBeCloseTo(sumOfSquares, 9);
  expect(table?.residual.freedom).toBe(freedom);
  for (const term of table?.terms ?? []) {
    const [squares = 0, termFreedom, f = 0, p = 0] = expected[term.factors.join(':')] ?? [];
    expect(term.sumOfSquares).toBeCloseTo(squares, 9);
    expect(term.freedom).toBe(termFreedom);
    expect(Math.abs((term.f ?? 0) / f - 1)).toBeLessThan(1e-9);
    // jStat ends its continued fraction at steps of 3e-7, a few of which add up.
    expect(Math.abs((term.pValue ?? 0) / p - 1)).toBeLessThan(1e-5);
    expect(term.etaSquared).toBeCloseTo(term.sumOfSquares / (table?.total.sumOfSquares ?? 0), 12);
  }
}

describe('analysis of variance', () => {
  it('equals R on a balanced 2³ × 3 seeds', () => {
    holdAgainst(balanced(), ['a', 'b', 'c'], balancedR, [6.54063357249996, 15]);
  });

  it('equals R with sums of squares of type II where runs are missing', () => {
    const missing = new Set([2, 7, 15, 22]);
    const observations = balanced().filter((_, at) => !missing.has(at + 1));
    holdAgainst(observations, ['a', 'b', 'c'], unbalancedR, [4.1341035999406, 11]);
  });

  it('equals R on factors of three levels', () => {
    const observations = threeByTwo.map((value, at) => {
      const variantIndex = Math.floor(at / 2);
      const levels = { a: Math.floor(variantIndex / 2), b: variantIndex % 2 };
      return { runId: String(at), variantIndex, levels, seed: (at % 2) + 1, value };
    });
    holdAgainst(observations, ['a', 'b'], threeByTwoR, [0.505029426666664, 5]);
  });

  it('leaves interactions out where one seed leaves no residual beside them', () => {
    const table = anovaOf(
      factorial(2, 1, ({ a = 0, b = 0 }) => a + 2 * b + 0.1 * a * b),
      ['a', 'b'],
    );
    expect(table?.terms.map(({ factors }) => factors)).toEqual([['a'], ['b']]);
    expect(table?.residual.freedom).toBe(1);
  });

  it('gives an aliased interaction no degree of freedom', () => {
    // The half fraction c = ab: the interaction of a and b is what c is.
    const observations = factorial(3, 2, ({ a = 0, b = 0 }, seed) => a + b + 0.01 * seed * a).filter(
      ({ levels: { a, b, c } }) => (Number(a) ^ Number(b)) === Number(c),
    );
    const table = anovaOf(observations, ['a', 'b', 'c']);
    expect(table?.terms.find(({ factors }) => factors.join() === 'a,b')?.freedom).toBe(0);
  });

  it('says nothing of two runs, and refuses values that are not finite', () => {
    expect(
      anovaOf(
        factorial(1, 1, ({ a = 0 }) => a),
        ['a'],
      ),
    ).toBeNull();
    expect(() =>
      anovaOf(
        factorial(1, 1, () => Number.NaN),
        ['a'],
      ),
    ).toThrow(/NaN/);
  });
});
