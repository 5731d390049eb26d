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
 * Reduces a curve to what a chart of maxBuckets columns can show. Buckets are equally many steps wide, as many as a power
 * of two, from step 0 on: so the buckets of curves of different lengths begin at the same steps, where their mean can be
 * taken, and those of a curve that grows stay where they are. Of each bucket
 * the first, smallest, largest and last point stay, which draws the same line as all of its points would (M4,
 * Jugel et al. 2014). Beside them the first NaN, Infinity and -Infinity of each bucket stay, so that a divergence
 * inside it is seen. Curves of up to 4 × maxBuckets points are returned whole.
 *
 * @param steps finite, 0 or more, never falling
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
  const kept = keptIndices(steps, values, maxBuckets);
  let nonFinite = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) nonFinite++;
  return {
    steps: kept.map((i) => steps[i] ?? Number.NaN),
    values: kept.map((i) => values[i] ?? Number.NaN),
    total: steps.length,
    shown: kept.length,
    nonFinite,
  };
}

/**
 * The points that bucketMinMax keeps, for columns beside steps and values.
 *
 * @returns indices, rising
 * @throws HeldoutError invalid_input as bucketMinMax
 */
export function keptIndices(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  maxBuckets: number,
): number[] {
  checkArguments(steps, values, maxBuckets);
  const total = steps.length;
  return total <= pointsPerBucket * maxBuckets
    ? Array.from({ length: total }, (_, i) => i)
    : representatives(steps, values, maxBuckets);
}

/** One pass without an object a point: hundreds of curves of ten thousand points each are reduced for one page. */
function representatives(steps: ArrayLike<number>, values: ArrayLike<number>, maxBuckets: number): number[] {
  const kept: number[] = [];
  const total = steps.length;
  const width = bucketWidth(steps[0] ?? 0, steps[total - 1] ?? 0, maxBuckets);
  let start = 0;
  let end = (Math.floor((steps[0] ?? 0) / width) + 1) * width;
  for (let i = 1; i < total; i++) {
    const step = steps[i] ?? 0;
    if (step < end) continue;
    keep(kept, start, i, values);
    start = i;
    end = (Math.floor(step / width) + 1) * width;
  }
  keep(kept, start, total, values);
  return kept;
}

/** @returns the smallest power of two of which maxBuckets buckets, aligned to it, reach from the first step to the last */
function bucketWidth(first: number, last: number, maxBuckets: number): number {
  if (last === first) return 1;
  let width = 2 ** Math.floor(Math.log2((last - first) / maxBuckets));
  while (Math.floor(last / width) - Math.floor(first / width) >= maxBuckets) width *= 2;
  return width;
}

/** Adds the indices in [start, end) of the points that stand for this bucket, rising. */
function keep(kept: number[], start: number, end: number, values: ArrayLike<number>): void {
  let lowest = start;
  let highest = start;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let diverged: Map<number, number> | undefined;
  for (let i = start; i < end; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      diverged ??= new Map();
      if (!diverged.has(value)) diverged.set(value, i);
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
  const candidates = [start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1];
  if (diverged) {
    candidates.push(...diverged.values());
    candidates.sort((a, b) => a - b);
  }
  let last = -1;
  for (const index of candidates) {
    if (index > last) kept.push(index);
    last = index;
  }
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
  let previous = 0;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] ?? Number.NaN;
    if (!(Number.isFinite(step) && step >= previous)) {
      throw new HeldoutError(
        'invalid_input',
        `bucketMinMax: got step ${step} after ${previous}, expected finite steps from 0 on that never fall.`,
      );
    }
    previous = step;
  }
}
