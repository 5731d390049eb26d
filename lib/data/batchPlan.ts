import type { RunConfig } from '@/lib/domain/config';

/** The ids of one sentence pair, as EncodedPair holds them: target is START … END. */
export interface TokenPair {
  source: Int32Array;
  target: Int32Array;
}

/** All that a plan depends on. */
export interface PairLengths {
  readonly source: { readonly length: number };
  readonly target: { readonly length: number };
}

/** All batches of a bucket have one static shape; every shape is a graph to compile. */
export interface Bucket {
  rows: number;
  sourceLength: number;
  targetLength: number;
  /** Target positions of a batch that get logits: room for the real ones of nearly every batch. */
  targets: number;
  /** Indices of its pairs. */
  members: number[];
}

export interface BatchPlan {
  buckets: Bucket[];
  /** Batches an epoch. */
  batchCount: number;
  /** Shares of the computed positions that are not padding. */
  fill: { source: number; target: number; both: number };
}

/**
 * Source positions beside a sentence's own: with common shapes a source without END gets room for one, so that both levels
 * of sourceEndToken are trained in the same batches.
 */
export function sourceRoom({
  batchShapes,
  sourceEndToken,
}: Pick<RunConfig, 'batchShapes' | 'sourceEndToken'>): number {
  return batchShapes === 'common' && !sourceEndToken ? 1 : 0;
}

/** Below this share of real positions more shapes are worth compiling. */
const wantedFill = 0.9;
/** Tracing and opening a graph takes 0.05 to 0.15 s. */
const defaultMaxShapes = 24;

/**
 * Sorts pairs into as few buckets as make 90% of the computed positions real ones, and at most maxShapes. One bucket holds
 * all at first; then, again and again, the cut of a bucket in two, by source or by target length, that saves the most
 * positions is made. A bucket's batches are as many as batchTokens target positions a batch demand, and equally large, so
 * that none is left almost empty.
 *
 * @param batchTokens target positions in a batch at most, padding included; one sentence always fits
 * @param sourceRoom as sourceRoom; it counts as padding
 */
export function planBatches(
  pairs: readonly PairLengths[],
  batchTokens: number,
  maxShapes = defaultMaxShapes,
  sourceRoom = 0,
): BatchPlan {
  const own = pairs.map(({ source, target }): Size => ({ source: source.length, target: target.length - 1 }));
  const sizes = own.map(({ source, target }): Size => ({ source: source + sourceRoom, target }));
  const everyone = { members: [...sizes.keys()], ...largestOf(sizes) };
  const leaves: Leaf[] = pairs.length === 0 ? [] : [leafOf(everyone, sizes, batchTokens)];
  const real = sizes.reduce((sum, { source, target }) => sum + source + target, 0);
  while (leaves.length < maxShapes) {
    if (real / leaves.reduce((sum, { cost }) => sum + cost, 0) >= wantedFill) break;
    const saving = (leaf: Leaf) => leaf.cost - (leaf.cut?.cost ?? leaf.cost);
    const best = leaves.reduce<Leaf | undefined>(
      (most, leaf) => (saving(leaf) > (most ? saving(most) : 0) ? leaf : most),
      undefined,
    );
    if (!best?.cut) break;
    leaves.splice(leaves.indexOf(best), 1, ...cutInTwo(best, best.cut, sizes, batchTokens));
  }
  leaves.sort((a, b) => a.target - b.target || a.source - b.source);
  const buckets = leaves.map(({ members, source, target }): Bucket => {
    const rows = rowsOfBucket(members.length, target, batchTokens);
    const lengths = members.map((member) => sizes[member]?.target ?? 0);
    const targets = likelyTargets(lengths, rows, rows * target);
    return { rows, sourceLength: source, targetLength: target, targets, members };
  });
  return { buckets, ...measure(buckets, own) };
}

/** Positions of a pair, or of a bucket's batches. */
interface Size {
  source: number;
  target: number;
}
type Side = keyof Size;

interface Cut {
  side: Side;
  /** Pairs that are at most so long go to one part, the rest to the other. */
  atMost: number;
  /** Positions that both parts compute. */
  cost: number;
}

interface Leaf extends Size {
  members: number[];
  /** Positions that its batches compute, on both sides. */
  cost: number;
  /** The one that costs the fewest positions; none where all pairs are equally long. */
  cut: Cut | undefined;
}

/** Rows of each batch of a bucket: as many batches as the token budget demands, and those equally large. */
function rowsOfBucket(pairCount: number, targetLength: number, batchTokens: number): number {
  const most = Math.max(1, Math.floor(batchTokens / targetLength));
  return Math.ceil(pairCount / Math.ceil(pairCount / most));
}

function costOf(pairCount: number, { source, target }: Size, batchTokens: number): number {
  const rows = rowsOfBucket(pairCount, target, batchTokens);
  return Math.ceil(pairCount / rows) * rows * (source + target);
}

function largestOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(
    (most, size) => ({
      source: Math.max(most.source, size.source),
      target: Math.max(most.target, size.target),
    }),
    { source: 0, target: 0 },
  );
}

function leafOf(
  { members, source, target }: Pick<Leaf, 'members' | Side>,
  sizes: readonly Size[],
  batchTokens: number,
): Leaf {
  const cuts = (['source', 'target'] as const).flatMap((side) => cutsOf(members, side, sizes, batchTokens));
  const cut = cuts.reduce<Cut | undefined>(
    (best, each) => (each.cost < (best?.cost ?? Infinity) ? each : best),
    undefined,
  );
  return { members, source, target, cost: costOf(members.length, { source, target }, batchTokens), cut };
}

/** Every way to cut a bucket in two by the length of one side. */
function cutsOf(members: readonly number[], side: Side, sizes: readonly Size[], batchTokens: number): Cut[] {
  // How many pairs have each length, and the longest other side among them.
  const byLength = new Map<number, { count: number; largest: Size }>();
  for (const member of members) {
    const size = sizes[member];
    if (!size) continue;
    const known = byLength.get(size[side]);
    byLength.set(size[side], {
      count: (known?.count ?? 0) + 1,
      largest: known ? largestOf([known.largest, size]) : size,
    });
  }
  const groups = [...byLength].sort(([a], [b]) => a - b).map(([length, group]) => ({ length, ...group }));
  const above: { count: number; largest: Size }[] = [];
  let rest = { count: 0, largest: { source: 0, target: 0 } };
  for (const { count, largest } of groups.toReversed()) {
    above.unshift(rest);
    rest = { count: rest.count + count, largest: largestOf([rest.largest, largest]) };
  }
  let below = { count: 0, largest: { source: 0, target: 0 } };
  return groups.slice(0, -1).map(({ length, count, largest }, index) => {
    below = { count: below.count + count, largest: largestOf([below.largest, largest]) };
    const other = above[index] ?? rest;
    const cost =
      costOf(below.count, below.largest, batchTokens) + costOf(other.count, other.largest, batchTokens);
    return { side, atMost: length, cost };
  });
}

function cutInTwo(
  { members }: Leaf,
  { side, atMost }: Cut,
  sizes: readonly Size[],
  batchTokens: number,
): Leaf[] {
  const isShort = (member: number) => (sizes[member]?.[side] ?? 0) <= atMost;
  return [members.filter(isShort), members.filter((member) => !isShort(member))].map((part) =>
    leafOf(
      { members: part, ...largestOf(part.flatMap((member) => sizes[member] ?? [])) },
      sizes,
      batchTokens,
    ),
  );
}

/** Standard deviations above the mean: one shuffled batch in 30,000 has more real targets. */
const targetsMargin = 4;
const targetsStep = 16;

/** A number of targets with room for so many, at most `most`. */
export function roundedTargets(targets: number, most: number): number {
  return Math.min(most, Math.ceil(targets / targetsStep) * targetsStep);
}

/** Room for the real targets of a batch of so many rows, drawn from sentences of these lengths. */
function likelyTargets(lengths: readonly number[], rows: number, most: number): number {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length;
  return roundedTargets(rows * mean + targetsMargin * Math.sqrt(rows * variance), most);
}

function measure(buckets: readonly Bucket[], sizes: readonly Size[]): Pick<BatchPlan, 'batchCount' | 'fill'> {
  let batchCount = 0;
  const computed: Size = { source: 0, target: 0 };
  const real: Size = { source: 0, target: 0 };
  for (const { rows, sourceLength, targetLength, members } of buckets) {
    const batches = Math.ceil(members.length / rows);
    batchCount += batches;
    computed.source += batches * rows * sourceLength;
    computed.target += batches * rows * targetLength;
    for (const member of members) {
      real.source += sizes[member]?.source ?? 0;
      real.target += sizes[member]?.target ?? 0;
    }
  }
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return {
    batchCount,
    fill: {
      source: share(real.source, computed.source),
      target: share(real.target, computed.target),
      both: share(real.source + real.target, computed.source + computed.target),
    },
  };
}
