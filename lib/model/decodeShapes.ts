import type { ModelConfig } from './config';

/**
 * Shapes of decoding. Each is a function of one sentence or of the position alone, never of the other sentences, because
 * a sum over more (masked) terms is added in another order: only the number of rows varies with company, and a matrix
 * product adds the terms of an element in the same order for any number of rows but one.
 */

/**
 * One row alone would be two to three times as fast, but by another path of the runtime's matrix product, which adds in
 * another order; two rows cost as much as four.
 */
const fewestRows = 4;
/**
 * Rows of a chunk at most. A step reads every parameter whatever the rows, and a chunk that starts large has fewer steps
 * with few rows at its end: 400 sentences take 714, 621 and 568 ms (d_model 256) with 64, 128 and 256 rows on one core.
 */
const mostRows = 256;
/**
 * Bound for the keys and values of a chunk's targets, so that a large model decodes fewer rows at once. A session keeps
 * up to twelve times as much: sources and targets, what is read and what is written, and the states of fewer rows. Each
 * of several replicas has as many rows as it has alone, so together they keep so many times as much.
 */
const cacheBytes = 48 * 2 ** 20;

/** Positions that source lengths are rounded up to: what is encoded and not asked for costs as much as what is. */
const sourceStep = 8;
/** Keys that decoding starts with; doubled as sentences need it. */
const fewestKeys = 16;

function powerOfTwoFrom(start: number, count: number): number {
  return start * 2 ** Math.ceil(Math.log2(Math.max(1, count / start)));
}

/** Positions to which the encoder pads a source of this length. */
export function encodedLength(length: number, maxLength: number): number {
  return Math.min(maxLength, Math.max(1, Math.ceil(length / sourceStep)) * sourceStep);
}

/** Keys that decoding keeps of a source, those of padding included: coarser, because a step costs little more for it. */
export function crossLength(sourceLength: number): number {
  return powerOfTwoFrom(fewestKeys, sourceLength);
}

/** Positions for which decoding keeps its own keys and values when this many are needed. */
export function cacheCapacity(positions: number): number {
  return powerOfTwoFrom(fewestKeys, positions);
}

/** Graphs are made for 1, 2, 3, 4, 6, 8, 12 … sentences: at most half as many more are computed as there are. */
function nextCount(count: number): number {
  if (count === 1) return 2;
  return Number.isInteger(Math.log2(count)) ? (count * 3) / 2 : (count * 4) / 3;
}

/** Sentences that are computed when this many are decoded, `width` rows each. */
export function groupsFor(sentences: number, width: number): number {
  let count = 1;
  while (count < sentences || count * width < fewestRows) count = nextCount(count);
  return count;
}

/** The most sentences that are decoded together, up to so many positions. */
export function mostGroups(config: ModelConfig, width: number, positions: number): number {
  const rowBytes = 2 * config.decoderLayers * config.dModel * cacheCapacity(positions) * 4;
  const rows = Math.min(mostRows, cacheBytes / rowBytes);
  let most = groupsFor(1, width);
  while (nextCount(most) * width <= rows) most = nextCount(most);
  return most;
}

/**
 * What several replicas, whose sources differ, plan their chunks by: the longest of them in each place.
 *
 * @param sources of each replica; one that has fewer is not asked for the rest
 */
export function longestOfEach(sources: readonly (readonly Int32Array[])[]): { length: number }[] {
  const count = Math.max(0, ...sources.map(({ length }) => length));
  return Array.from({ length: count }, (_, at) => ({
    length: Math.max(...sources.map((own) => own[at]?.length ?? 0)),
  }));
}

/**
 * Which sources are decoded together: those that are padded alike, and of them those of similar length, because targets
 * follow sources in length and a chunk shrinks as its sentences end.
 *
 * @returns indices of the sources, those of a chunk together
 */
export function planChunks(
  sources: readonly { readonly length: number }[],
  maxLength: number,
  most: number,
): number[][] {
  const byLength = [...sources.entries()].sort(([, a], [, b]) => a.length - b.length);
  const chunks: number[][] = [];
  let padded = 0;
  for (const [index, { length }] of byLength) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length < most && encodedLength(length, maxLength) === padded)
      last.push(index);
    else chunks.push([index]);
    padded = encodedLength(length, maxLength);
  }
  return chunks;
}
