import type { RunConfig } from '@/lib/domain/config';
import { endId, startId } from '@/lib/model/config';
import { RandomStream } from '@/lib/model/random';
import { countTargets, type TokenBatch } from '@/lib/model/tokenBatch';
import { type BatchPlan, type Bucket, planBatches, roundedTargets, type TokenPair } from './batchPlan';

/**
 * Batches in a fixed order for several sets of pairs at once, which share their shapes and so their compiled graphs.
 *
 * @param sourceRoom as planBatches
 * @returns for each set its batches
 */
export function sharedBatches(
  sets: readonly (readonly TokenPair[])[],
  batchTokens: number,
  maxShapes: number,
  sourceRoom = 0,
): TokenBatch[][] {
  const all = sets.flat();
  const owners = sets.flatMap((set, owner) => set.map(() => owner));
  const batches: TokenBatch[][] = sets.map(() => []);
  for (const bucket of planBatches(all, batchTokens, maxShapes, sourceRoom).buckets) {
    const membersOf = sets.map((_, owner) => bucket.members.filter((member) => owners[member] === owner));
    const rows = Math.min(bucket.rows, Math.max(...membersOf.map((members) => members.length)));
    const parts = membersOf.map((members) => cut(members, rows));
    const real = parts.flat().map((part) => part.reduce((sum, member) => sum + targetsOf(all[member]), 0));
    const targets = roundedTargets(Math.max(...real), rows * bucket.targetLength);
    for (const [owner, ownParts] of parts.entries()) {
      for (const part of ownParts) batches[owner]?.push(makeBatch(all, part, { ...bucket, rows, targets }));
    }
  }
  return batches;
}

/** Of what no seed decides. */
const commonSeed = 0;

/**
 * The batches of a training epoch: pairs shuffled within their bucket, then the batches among each other. A function
 * of (seed, epoch) alone, so that epoch 7 is the same whether or not the six before were run in this process.
 *
 * @param shapes 'common': the order of the batches, and so of their shapes, is of the epoch alone. Seeds differ in which
 *   sentences share a batch then, not in when long ones come.
 */
export function* shuffledBatches(
  pairs: readonly TokenPair[],
  plan: BatchPlan,
  seed: number,
  epoch: number,
  shapes: RunConfig['batchShapes'],
): Generator<TokenBatch> {
  const batches = plan.buckets.flatMap((bucket, k) =>
    cut(shuffle(bucket.members, new RandomStream(seed, `shuffle/bucket${k}`, epoch)), bucket.rows).map(
      (members) => ({ members, bucket }),
    ),
  );
  const order =
    shapes === 'common'
      ? new RandomStream(commonSeed, 'shuffle/shapes', epoch)
      : new RandomStream(seed, 'shuffle/batches', epoch);
  for (const { members, bucket } of shuffle(batches, order)) {
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
  const batch = { source, target, rows, sourceLength, targetLength };
  // The bucket's number of targets is one that a shuffled batch hardly ever exceeds; one that does takes all positions.
  return countTargets(batch) <= bucket.targets ? { ...batch, targets: bucket.targets } : batch;
}

function targetsOf(pair: TokenPair | undefined): number {
  return (pair?.target.length ?? 1) - 1;
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
