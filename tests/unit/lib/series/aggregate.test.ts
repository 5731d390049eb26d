import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanWithInterval } from '@/lib/series/aggregate';
import { studentQuantile } from '@/lib/series/studentQuantile';

describe("Student's t", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 3, 3.182],
    [0.975, 4, 2.776],
    [0.975, 5, 2.571],
    [0.975, 10, 2.228],
    [0.975, 30, 2.042],
    [0.95, 1, 6.314],
    [0.995, 7, 3.499],
    [0.999, 2, 22.327],
  ])('the %s quantile of %s degrees of freedom is %s', (share, freedom, expected) => {
    expect(studentQuantile(share, freedom)).toBeCloseTo(expected, 2);
  });

  it('is 0 in the middle, and tan(π (p − ½)) for one degree of freedom', () => {
    expect(studentQuantile(0.5, 3)).toBeCloseTo(0, 9);
    expect(studentQuantile(0.8, 1)).toBeCloseTo(Math.tan(Math.PI * 0.3), 9);
  });

  it.each([
    [0.4, 3],
    [1, 3],
    [0.9, 0],
    [0.9, 1.5],
  ])('refuses %s with %s degrees of freedom', (share, freedom) => {
    expect(() => studentQuantile(share, freedom)).toThrow(/studentQuantile/);
  });
});

describe('the mean of seeds', () => {
  // With two degrees of freedom t = a √(2 / (1 − a²)), a = 0.95: 2 ± 4.302653 / √3, as R's t.test(c(1, 2, 3)) has it.
  it('is 2 ± 2.4841377 for the values 1, 2 and 3', () => {
    const curves = [1, 2, 3].map((value) => ({ steps: [10], values: [value] }));
    const mean = meanWithInterval(curves, 0.95);
    expect(mean.steps).toEqual([10]);
    expect(mean.mean).toEqual([2]);
    expect(mean.count).toEqual([3]);
    expect(mean.low[0]).toBeCloseTo(-0.4841377, 6);
    expect(mean.high[0]).toBeCloseTo(4.4841377, 6);
  });

  it('stands where two or more were measured; nothing is interpolated', () => {
    const mean = meanWithInterval(
      [
        { steps: [1, 2, 3, 5], values: [1, 2, 3, 5] },
        { steps: [1, 3, 4], values: [3, 5, 0] },
        { steps: [2, 3], values: [Number.NaN, 7] },
      ],
      'range',
    );
    expect(mean).toEqual({ steps: [1, 3], mean: [2, 5], low: [1, 3], high: [3, 7], count: [2, 3] });
  });

  it('does not exist of one curve or of none', () => {
    expect(meanWithInterval([], 0.95).steps).toEqual([]);
    expect(meanWithInterval([{ steps: [1], values: [1] }], 0.95).steps).toEqual([]);
  });

  const curve = fc
    .dictionary(fc.nat({ max: 20 }).map(String), fc.double({ min: -1e3, max: 1e3, noNaN: true }))
    .map((points) => {
      const steps = Object.keys(points)
        .map(Number)
        .sort((a, b) => a - b);
      return { steps, values: steps.map((step) => points[String(step)] ?? 0) };
    });
  const many = fc.array(curve, { minLength: 2, maxLength: 6 });

  it('lies in the range, which lies around it, at ascending steps', () => {
    fc.assert(
      fc.property(many, (curves) => {
        const { steps, mean, low, high, count } = meanWithInterval(curves, 'range');
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        steps.forEach((step, index) => {
          const values = curves.flatMap((each) => each.values.filter((_, at) => each.steps[at] === step));
          expect(count[index]).toBe(values.length);
          expect(low[index]).toBe(Math.min(...values));
          expect(high[index]).toBe(Math.max(...values));
          expect(mean[index]).toBeGreaterThanOrEqual(low[index] ?? Infinity);
          expect(mean[index]).toBeLessThanOrEqual(high[index] ?? -Infinity);
        });
      }),
    );
  });

  it('does not depend on the order of the seeds, and more confidence is wider', () => {
    fc.assert(
      fc.property(many, (curves) => {
        const narrow = meanWithInterval(curves, 0.8);
        const wide = meanWithInterval(curves.toReversed(), 0.95);
        expect(wide.steps).toEqual(narrow.steps);
        narrow.mean.forEach((mean, index) => {
          expect(wide.mean[index]).toBeCloseTo(mean, 9);
          expect((wide.high[index] ?? 0) - (wide.low[index] ?? 0)).toBeGreaterThanOrEqual(
            (narrow.high[index] ?? 0) - (narrow.low[index] ?? 0) - 1e-9,
          );
        });
      }),
    );
  });
});
