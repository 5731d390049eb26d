import type { Pair } from '@/lib/domain/corpus';
import type { PairQuery, PairSearch } from '@/lib/domain/corpusAnalysis';
import { splits } from '@/lib/domain/metric';
import type { SplitSpec } from '@/lib/domain/sweep';
import { splitPairs } from '../splits';

/**
 * A page of the pairs that contain the query in either side, capitals and small letters being the same, in the order of
 * the file. Without a query they come spread over the whole file instead: neighbours in a file are often alike.
 *
 * @param splitIndexes of each pair, see splitIndexesOf
 */
export function searchPairs(
  pairs: readonly Pair[],
  splitIndexes: Uint8Array,
  { query, split, offset, limit }: PairQuery,
): PairSearch {
  const wanted = query.normalize('NFC').trim().toLowerCase();
  const matches: number[] = [];
  pairs.forEach(({ source, target }, index) => {
    if (split !== undefined && splits[splitIndexes[index] ?? 0] !== split) return;
    const isMatch =
      wanted === '' || source.toLowerCase().includes(wanted) || target.toLowerCase().includes(wanted);
    if (isMatch) matches.push(index);
  });
  const page: PairSearch['pairs'] = [];
  const stride = wanted === '' ? spreadStride(matches.length) : 1;
  for (let place = offset; place < Math.min(offset + limit, matches.length); place++) {
    const index = matches[(place * stride) % matches.length] ?? 0;
    const pair = pairs[index];
    if (!pair) continue;
    const { source, target, attribution = null } = pair;
    page.push({ source, target, attribution, split: splits[splitIndexes[index] ?? 0] ?? 'train' });
  }
  return { pairs: page, total: matches.length };
}

/**
 * @returns for each pair, in the order of the corpus, the place of its split in `splits`
 * @throws HeldoutError invalid_corpus where the corpus is too small for the split
 */
export function splitIndexesOf(pairs: readonly Pair[], split: SplitSpec): Uint8Array {
  const divided = splitPairs(pairs, split);
  const indexes = new Map<Pair, number>();
  for (const [index, name] of splits.entries()) {
    if (name !== 'train') for (const pair of divided[name]) indexes.set(pair, index);
  }
  return Uint8Array.from(pairs, (pair) => indexes.get(pair) ?? splits.indexOf('train'));
}

/** A step around a ring of `count` places that visits each once and lands far from where it was before. */
function spreadStride(count: number): number {
  // The golden section spreads the first n places evenly, whatever n (Knuth, TAOCP 3, §6.4).
  for (let stride = Math.max(1, Math.round(count * 0.618034)); stride > 1; stride--) {
    if (greatestCommonDivisor(stride, count) === 1) return stride;
  }
  return 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
