import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProjection, project, sumOfSquares } from '@/lib/stats/leastSquares';

const column = (...values: number[]) => Float64Array.from(values);
const ones = column(1, 1, 1, 1, 1, 1);
const x = column(1, 2, 3, 4, 5, 7);
const z = column(1, 0, 1, 0, 1, 1);
const y = [2.1, 3.9, 6.2, 7.8, 10.1, 14.5];

describe('explaining a response by columns', () => {
  it('leaves the residual sums of squares of least squares', () => {
    // NumPy 2.4.6, linalg.lstsq: y on 1; on 1 and x; on 1, x and z.
    const mean = project(emptyProjection(y), [ones]);
    expect(sumOfSquares(mean.residual)).toBeCloseTo(99.63333333333333, 10);
    const line = project(mean, [x]);
    expect(sumOfSquares(line.residual)).toBeCloseTo(0.2035714285714292, 10);
    expect(line.explained).toBeCloseTo(99.63333333333333 - 0.2035714285714292, 10);
    expect(line.freedom).toBe(1);
    const both = project(line, [z]);
    expect(sumOfSquares(both.residual)).toBeCloseTo(0.06704545454545535, 10);
  });

  it('gives an aliased column neither a sum of squares nor a degree of freedom', () => {
    const mean = project(emptyProjection(y), [ones]);
    const line = project(mean, [x, z]);
    const sum = x.map((value, at) => 2 * value - 3 * (z[at] ?? 0) + 1);
    const { explained, freedom } = project(line, [
      sum,
      column(0, 0, 0, 0, 0, 0),
      sum.map((value) => 1e-8 * value),
    ]);
    expect(freedom).toBe(0);
    expect(explained).toBe(0);
  });

  it('explains the same whatever the order of the columns, and never more than there is', () => {
    const value = fc.integer({ min: -20, max: 20 });
    const vector = fc.array(value, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(vector, vector, vector, (response, first, second) => {
        const [a, b] = [column(...first), column(...second)];
        const start = emptyProjection(response);
        const [one, other] = [project(start, [a, b]), project(start, [b, a])];
        expect(one.freedom).toBe(other.freedom);
        expect(one.explained).toBeCloseTo(other.explained, 6);
        expect(one.explained).toBeLessThanOrEqual(sumOfSquares(start.residual) + 1e-9);
        // What is left is at right angles to every column.
        for (const each of [a, b]) {
          const dot = each.reduce((sum, entry, at) => sum + entry * (one.residual[at] ?? 0), 0);
          expect(Math.abs(dot)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('leaves what it was given as it was', () => {
    const start = project(emptyProjection(y), [ones]);
    const [residual, basis] = [start.residual.slice(), start.basis.length];
    project(start, [x]);
    expect(start.residual).toEqual(residual);
    expect(start.basis).toHaveLength(basis);
  });
});
