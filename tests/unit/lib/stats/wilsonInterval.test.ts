import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '@/lib/stats/wilsonInterval';

describe("Wilson's interval of a share", () => {
  // SciPy 1.17.1: binomtest(k, n).proportion_ci(0.95, 'wilson').
  it.each([
    [15, 16, 0.7167126242970107, 0.9888806552353576],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371109, 1],
    [1, 2, 0.09453120573423074, 0.9054687942657693],
    [137, 400, 0.29769101850421636, 0.3903053542110871],
  ])('of %i in %i equals SciPy', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.value).toBe(successes / trials);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it('holds the share, stays within 0 and 1, and is mirrored by counting the other side; ties count half', () => {
    const counted = fc
      .integer({ min: 1, max: 500 })
      .chain((trials) => fc.tuple(fc.integer({ min: 0, max: 2 * trials }), fc.constant(trials)));
    fc.assert(
      fc.property(counted, ([halves, trials]) => {
        const { value, low, high } = wilsonInterval(halves / 2, trials);
        const other = wilsonInterval(trials - halves / 2, trials);
        expect(Number(low)).toBeGreaterThanOrEqual(0);
        expect(Number(high)).toBeLessThanOrEqual(1);
        expect(Number(low)).toBeLessThanOrEqual(value + 1e-12);
        expect(Number(high)).toBeGreaterThanOrEqual(value - 1e-12);
        expect(other.low).toBeCloseTo(1 - Number(high), 12);
      }),
    );
  });
});
