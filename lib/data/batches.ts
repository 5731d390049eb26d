import { endId, startId } from '@/lib/model/config';
import { RandomStream } from '@/lib/model/random';
import type { TokenBatch } from '@/lib/model/session';
import { chooseTargetLengths, rowsOfBucket } from './targetLengths';

/** The ids of one sentence pair, as EncodedPair holds them: target is START … END. */
export interface TokenPair {
  source: Int32Array;
  target: Int32Array;
}

/** All batches of a bucket have one static shape; every shape is a graph to compile. */
interface Bucket {
  rows: number;
  sourceLength: number;
  targetLength: number;
  /** Indices of its pairs. */
  members: number[];
}

export interface BatchPlan {
  buckets: Bucket[];
  /** Batches an epoch. */
  batchCount: number;
  /** Share of computed target positions that are not padding. */
  fill: number;
}

/** Below this share of real target positions another shape is worth compiling. */
const wantedFill = 0.9;
const defaultMaxShapes = 8;

/**
 * Share of a bucket's pairs that its source length is cut to fit; the rest go to a longer bucket. A few long sources
 * beside short targets would otherwise set the length for all: on the Tatoeba sentences 0.95 makes the encoder's
 * work 1.8 times smaller at the cost of 1% of target fill.
 */
const sourceQuantile = 0.95;

/**
 * Sorts pairs into as few buckets as give 90% real target positions, and at most maxShapes. A bucket takes the pairs that
 * fit both of its lengths; its batches are as many as batchTokens target positions a batch demand, and equally large,
 * so that none is left almost empty.
 *
 * @param batchTokens target positions in a batch at most, padding included; one sentence always fits
 */
export function planBatches(
  pairs: readonly TokenPair[],
  batchTokens: number,
  maxShapes = defaultMaxShapes,
): BatchPlan {
  const targetLengths = pairs.map((pair) => pair.target.length - 1);
  let best: BatchPlan | undefined;
  for (let count = 1; count <= Math.min(maxShapes, new Set(targetLengths).size); count++) {
    const plan = fillBuckets(pairs, batchTokens, chooseTargetLengths(targetLengths, batchTokens, count));
    if (!best || plan.fill > best.fill) best = plan;
    if (best.fill >= wantedFill) break;
  }
  return best ?? { buckets: [], batchCount: 0, fill: 1 };
}

function fillBuckets(
  pairs: readonly TokenPair[],
  batchTokens: number,
  targetLengths: readonly number[],
): BatchPlan {
  const sourceLengths = chooseSourceLengths(pairs, targetLengths);
  const membersOf: number[][] = targetLengths.map(() => []);
  for (const [index, pair] of pairs.entries()) {
    const bucket = targetLengths.findIndex(
      (length, k) => pair.target.length - 1 <= length && pair.source.length <= (sourceLengths[k] ?? 0),
    );
    membersOf[bucket]?.push(index);
  }
  const buckets = targetLengths.flatMap((targetLength, k) => {
    const members = membersOf[k] ?? [];
    if (members.length === 0) return [];
    const rows = rowsOfBucket(members.length, targetLength, batchTokens);
    return [{ rows, sourceLength: sourceLengths[k] ?? 0, targetLength, members }];
  });
  const computed = buckets.reduce(
    (sum, { rows, targetLength, members }) => sum + Math.ceil(members.length / rows) * rows * targetLength,
    0,
  );
  return {
    buckets,
    batchCount: buckets.reduce((sum, { rows, members }) => sum + Math.ceil(members.length / rows), 0),
    fill: pairs.reduce((sum, pair) => sum + pair.target.length - 1, 0) / computed,
  };
}

/** Ascending like the target lengths, so that whatever does not fit one bucket fits the last. */
function chooseSourceLengths(pairs: readonly TokenPair[], targetLengths: readonly number[]): number[] {
  const lengths: number[] = [];
  for (const [k, targetLength] of targetLengths.entries()) {
    const shorter = targetLengths[k - 1] ?? 0;
    const inRange = pairs
      .filter(({ target }) => target.length - 1 > shorter && target.length - 1 <= targetLength)
      .map(({ source }) => source.length)
      .sort((a, b) => a - b);
    const quantile = inRange[Math.ceil(sourceQuantile * inRange.length) - 1] ?? 0;
    lengths.push(Math.max(lengths.at(-1) ?? 0, quantile));
  }
  lengths[lengths.length - 1] = pairs.reduce((longest, { source }) => Math.max(longest, source.length), 0);
  return lengths;
}

/**
 * Batches in a fixed order for several sets of pairs at once, which share their shapes and so their compiled graphs.
 *
 * @returns for each set its batches
 */
export function sharedBatches(
  sets: readonly (readonly TokenPair[])[],
  batchTokens: number,
  maxShapes: number,
): TokenBatch[][] {
  const all = sets.flat();
  const owners = sets.flatMap((set, owner) => set.map(() => owner));
  const batches: TokenBatch[][] = sets.map(() => []);
  for (const bucket of planBatches(all, batchTokens, maxShapes).buckets) {
    const membersOf = sets.map((_, owner) => bucket.members.filter((member) => owners[member] === owner));
    const rows = Math.min(bucket.rows, Math.max(...membersOf.map((members) => members.length)));
    for (const [owner, members] of membersOf.entries()) {
      for (const part of cut(members, rows)) batches[owner]?.push(makeBatch(all, part, { ...bucket, rows }));
    }
  }
  return batches;
}

/**
 * The batches of a training epoch: pairs shuffled within their bucket, then the batches among each other. A function
 * of (seed, epoch) alone, so that epoch 7 is the same whether or not the six before were run in this process.
 */
export function* shuffledBatches(
  pairs: readonly TokenPair[],
  plan: BatchPlan,
  seed: number,
  epoch: number,
): Generator<TokenBatch> {
  const batches = plan.buckets.flatMap((bucket, k) =>
    cut(shuffle(bucket.members, new RandomStream(seed, `shuffle/bucket${k}`, epoch)), bucket.rows).map(
      (members) => ({ members, bucket }),
    ),
  );
  for (const { members, bucket } of shuffle(batches, new RandomStream(seed, 'shuffle/batches', epoch))) {
    yield makeBatch(pairs, members, bucket);
  }
}

/**
 * A batch that its pairs do not fill gets empty rows: source END, target START, all else padding. They keep one real
 * position on either side, so no attention is over nothing (a softmax over an empty set is NaN), and have no target
 * token to predict, so they count in neither loss nor gradient.
 */
function makeBatch(pairs: readonly TokenPair[], members: readonly number[], bucket: Bucket): TokenBatch {
  const { rows, sourceLength, targetLength } = bucket;
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (targetLength + 1));
  for (let row = 0; row < rows; row++) {
    const pair = pairs[members[row] ?? -1];
    source.set(pair?.source ?? [endId], row * sourceLength);
    target.set(pair?.target ?? [startId], row * (targetLength + 1));
  }
  return { source, target, rows, sourceLength, targetLength };
}

function cut<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

/** Sorting by independent draws is a uniform shuffle; equal draws (2⁻³² a pair) keep their order. */
function shuffle<T>(items: readonly T[], stream: RandomStream): T[] {
  const keys = new Uint32Array(items.length);
  stream.fillWords(keys);
  return items
    .map((item, index) => ({ item, key: keys[index] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
