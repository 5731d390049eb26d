import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { bucketMinMax } from '@/lib/series/bucketMinMax';

/** steps 0, 1, 2 … */
function countUp(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
const curve = fc.array(fc.tuple(fc.nat({ max: 20 }), value), { maxLength: 300 }).map((points) => {
  let step = 0;
  return points.map(([stride, y]) => {
    step += stride;
    return [step, y] as const;
  });
});
const buckets = fc.integer({ min: 1, max: 40 });

function reduce(points: readonly (readonly [number, number])[], maxBuckets: number) {
  return bucketMinMax(
    Float64Array.from(points, ([step]) => step),
    Float64Array.from(points, ([, y]) => y),
    maxBuckets,
  );
}

describe('bucketMinMax', () => {
  it('keeps first, smallest, largest and last of a bucket in their order', () => {
    expect(bucketMinMax(countUp(8), [3, 9, 4, 4, 1, 5, 5, 2], 1)).toEqual({
      steps: [0, 1, 4, 7],
      values: [3, 9, 1, 2],
      total: 8,
      shown: 4,
      nonFinite: 0,
    });
  });

  it('divides the range of steps, not the number of points', () => {
    // Buckets of 64 steps: all but the last point are in the first.
    const { steps } = bucketMinMax([0, 1, 2, 3, 4, 5, 6, 7, 100], [0, 1, 2, 3, 4, 5, 6, 7, 8], 2);
    expect(steps).toEqual([0, 7, 100]);
  });

  it('begins buckets at the same steps in curves of other lengths, so that their mean can be taken', () => {
    const beginnings = (first: number, length: number) => {
      const steps = Array.from({ length }, (_, i) => first + i);
      // Flat: of each bucket only its first and last point stay.
      const kept = bucketMinMax(steps, new Array(length).fill(1), 50).steps;
      return kept.filter((_, i) => i > 0 && i % 2 === 0);
    };
    const long = beginnings(1, 10_000);
    expect(long.length).toBeGreaterThanOrEqual(25);
    expect(long.every((step) => step % 256 === 0)).toBe(true);
    expect(beginnings(1, 7000)).toEqual(long.filter((step) => step <= 7000));
    const short = new Set(beginnings(3, 2000));
    expect(long.filter((step) => step < 2000).every((step) => short.has(step))).toBe(true);
  });

  it('shows a divergence inside a bucket and counts all of it', () => {
    const values = [1, 2, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, 0, 3, 2, 1, 1];
    const reduced = bucketMinMax(countUp(10), values, 1);
    expect(reduced.steps).toEqual([0, 2, 3, 5, 6, 9]);
    expect(reduced.values).toEqual([1, Number.POSITIVE_INFINITY, Number.NaN, 0, 3, 1]);
    expect(reduced.nonFinite).toBe(3);
  });

  it('returns an empty curve and a curve of one step', () => {
    expect(bucketMinMax([], [], 10)).toEqual({ steps: [], values: [], total: 0, shown: 0, nonFinite: 0 });
    expect(bucketMinMax([5, 5, 5, 5, 5, 5], [1, 2, 3, 4, 3, 2], 1).values).toEqual([1, 4, 2]);
  });

  it('changes nothing in a short curve', () => {
    fc.assert(
      fc.property(curve, (points) => {
        const reduced = reduce(points, Math.max(1, Math.ceil(points.length / 4)));
        expect(reduced.steps).toEqual(points.map(([step]) => step));
        expect(reduced.values).toEqual(points.map(([, y]) => y));
        expect(reduced.shown).toBe(reduced.total);
      }),
    );
  });

  it('keeps the ends, the smallest and largest value and every kind of divergence, in order', () => {
    fc.assert(
      fc.property(curve, buckets, (points, maxBuckets) => {
        const { steps, values, total, shown, nonFinite } = reduce(points, maxBuckets);
        const given = points.map(([, y]) => y);
        const finite = given.filter(Number.isFinite);
        expect(total).toBe(points.length);
        expect(nonFinite).toBe(total - finite.length);
        expect([steps.length, values.length]).toEqual([shown, shown]);
        expect([steps[0], values[0]]).toEqual([points[0]?.[0], given[0]]);
        expect([steps.at(-1), values.at(-1)]).toEqual([points.at(-1)?.[0], given.at(-1)]);
        const finiteKept = values.filter(Number.isFinite);
        if (finite.length > 0) {
          expect(Math.min(...finiteKept) === Math.min(...finite)).toBe(true);
          expect(Math.max(...finiteKept) === Math.max(...finite)).toBe(true);
        }
        const kinds = (all: readonly number[]) => new Set(all.filter((y) => !Number.isFinite(y)));
        expect(kinds(values)).toEqual(kinds(given));
        expect(
          isSubsequence(
            steps.map((step, i) => [step, values[i]]),
            points,
          ),
        ).toBe(true);
      }),
    );
  });

  it('keeps at most four finite points a bucket', () => {
    fc.assert(
      fc.property(curve, buckets, (points, maxBuckets) => {
        const finite = points.filter(([, y]) => Number.isFinite(y));
        expect(reduce(finite, maxBuckets).shown).toBeLessThanOrEqual(4 * maxBuckets);
      }),
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no bucket', () => bucketMinMax([1], [1], 0), /maxBuckets 0/],
    ['steps without values', () => bucketMinMax([1, 2], [1], 1), /2 steps and 1 values/],
    ['falling steps', () => bucketMinMax([2, 1], [0, 0], 1), /step 1 after 2/],
    ['steps before 0', () => bucketMinMax([-1], [0], 1), /step -1/],
    ['a step that is no number', () => bucketMinMax([Number.NaN], [0], 1), /step NaN/],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(HeldoutError);
    expect(act).toThrow(message);
  });
});

function isSubsequence(
  part: readonly (readonly (number | undefined)[])[],
  whole: readonly (readonly number[])[],
): boolean {
  let matched = 0;
  for (const [step, y] of whole) {
    const [nextStep, nextY] = part[matched] ?? [];
    if (Object.is(step, nextStep) && Object.is(y, nextY)) matched++;
  }
  return matched === part.length;
}
