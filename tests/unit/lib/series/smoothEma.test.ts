import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { smoothEma } from '@/lib/series/smoothEma';

const weights = fc.double({ min: 0, max: 0.999, noNaN: true });

describe('smoothEma', () => {
  it('is the debiased average by hand', () => {
    // weight 0.5: 1/2 ÷ 1/2; (1/4 + 2/2) ÷ 3/4; (5/8 + 6/2) ÷ 7/8
    const { values, method } = smoothEma([1, 2, 6], 0.5);
    expect(values[0]).toBeCloseTo(1, 12);
    expect(values[1]).toBeCloseTo(5 / 3, 12);
    expect(values[2]).toBeCloseTo(29 / 7, 12);
    expect(method).toBe('EMA 0.5, debiased');
  });

  it('leaves NaN and infinities in place and out of the average', () => {
    const smoothed = smoothEma([1, Number.NaN, 2, Number.NEGATIVE_INFINITY, 6], 0.5).values;
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[3]).toBe(Number.NEGATIVE_INFINITY);
    expect([smoothed[0], smoothed[2], smoothed[4]]).toEqual(smoothEma([1, 2, 6], 0.5).values);
  });

  it('keeps a constant curve exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.nat({ max: 50 }), weights, (constant, length, weight) => {
        const curve = new Array<number>(length).fill(constant);
        expect(smoothEma(curve, weight).values).toEqual(curve);
      }),
    );
  });

  it('changes nothing at weight 0', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (curve) => {
        expect(smoothEma(curve, 0).values.map((y) => y + 0)).toEqual(curve.map((y) => y + 0));
      }),
    );
  });

  it('stays between the smallest and largest value so far', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })), weights, (curve, weight) => {
        for (const [i, y] of smoothEma(curve, weight).values.entries()) {
          const soFar = curve.slice(0, i + 1);
          // Rounding, which the division by 1 − weightⁿ ≥ 0.001 enlarges a thousandfold; denormals round coarsely.
          const slack = 1e-9 * Math.max(...soFar.map(Math.abs)) + 1e-300;
          expect(y).toBeGreaterThanOrEqual(Math.min(...soFar) - slack);
          expect(y).toBeLessThanOrEqual(Math.max(...soFar) + slack);
        }
      }),
    );
  });

  it.each([-0.1, 1, Number.NaN])('refuses weight %s', (weight) => {
    expect(() => smoothEma([1], weight)).toThrow(HeldoutError);
  });
});
