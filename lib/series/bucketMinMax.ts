import { HeldoutError } from '@/lib/domain/errors';

export interface BucketedSeries {
  steps: number[];
  values: number[];
  /** points given */
  total: number;
  /** points kept, so that a chart can say "4,000 of 120,000" */
  shown: number;
  /** how many of the points given are NaN or infinite: divergence stays countable where points are left out */
  nonFinite: number;
}

/** First, last, smallest and largest: what a bucket of finite values is reduced to. */
const pointsPerBucket = 4;

/**
 * Reduces a curve to what a chart of maxBuckets columns can show. Buckets divide the range of steps evenly; of each
 * the first, smallest, largest and last point stay, which draws the same line as all of its points would (M4,
 * Jugel et al. 2014). Beside them the first NaN, Infinity and -Infinity of each bucket stay, so that a divergence
 * inside it is seen. Curves of up to 4 × maxBuckets points are returned whole.
 *
 * @param steps finite, never falling
 * @param values [steps.length]; may hold NaN and infinities
 * @param maxBuckets 1 or more, about the chart's width in pixels
 * @returns the points kept, in their order
 * @throws HeldoutError invalid_input when the arguments are not as above
 */
export function bucketMinMax(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  maxBuckets: number,
): BucketedSeries {
  checkArguments(steps, values, maxBuckets);
  const total = steps.length;
  const isShort = total <= pointsPerBucket * maxBuckets;
  const kept = isShort
    ? Array.from({ length: total }, (_, i) => i)
    : representatives(steps, values, maxBuckets);
  return {
    steps: kept.map((i) => steps[i] ?? Number.NaN),
    values: kept.map((i) => values[i] ?? Number.NaN),
    total,
    shown: kept.length,
    nonFinite: Array.from(values).filter((value) => !Number.isFinite(value)).length,
  };
}

/** @returns indices of the points that stand for all, rising */
function representatives(steps: ArrayLike<number>, values: ArrayLike<number>, maxBuckets: number): number[] {
  const kept: number[] = [];
  let start = 0;
  let bucket = bucketOf(0, steps, maxBuckets);
  for (let i = 1; i < steps.length; i++) {
    const next = bucketOf(i, steps, maxBuckets);
    if (next === bucket) continue;
    kept.push(...keptOf(start, i, values));
    start = i;
    bucket = next;
  }
  return [...kept, ...keptOf(start, steps.length, values)];
}

/** @returns 0 to maxBuckets - 1; the last step belongs to the last bucket instead of opening one more */
function bucketOf(index: number, steps: ArrayLike<number>, maxBuckets: number): number {
  const first = steps[0] ?? 0;
  const range = (steps[steps.length - 1] ?? 0) - first;
  if (range === 0) return 0;
  const fraction = ((steps[index] ?? 0) - first) / range;
  return Math.min(Math.floor(fraction * maxBuckets), maxBuckets - 1);
}

/** @returns indices in [start, end) of the points that stand for this bucket, rising */
function keptOf(start: number, end: number, values: ArrayLike<number>): number[] {
  let lowest = start;
  let highest = start;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  const firstNonFinite = new Map<number, number>();
  for (let i = start; i < end; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      if (!firstNonFinite.has(value)) firstNonFinite.set(value, i);
      continue;
    }
    if (value < minimum) {
      minimum = value;
      lowest = i;
    }
    if (value > maximum) {
      maximum = value;
      highest = i;
    }
  }
  const indices = new Set([start, lowest, highest, end - 1, ...firstNonFinite.values()]);
  return [...indices].sort((a, b) => a - b);
}

function checkArguments(steps: ArrayLike<number>, values: ArrayLike<number>, maxBuckets: number): void {
  if (!(Number.isInteger(maxBuckets) && maxBuckets >= 1)) {
    throw new HeldoutError(
      'invalid_input',
      `bucketMinMax: got maxBuckets ${maxBuckets}, expected a whole number of 1 or more.`,
    );
  }
  if (steps.length !== values.length) {
    throw new HeldoutError(
      'invalid_input',
      `bucketMinMax: got ${steps.length} steps and ${values.length} values, expected as many of both.`,
    );
  }
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] ?? Number.NaN;
    if (!(Number.isFinite(step) && step >= previous)) {
      throw new HeldoutError(
        'invalid_input',
        `bucketMinMax: got step ${step} after ${previous}, expected finite steps that never fall.`,
      );
    }
    previous = step;
  }
}
