import { createHash } from 'node:crypto';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { SplitSpec } from '@/lib/domain/sweep';
import { encodePairs } from './canonical';

export interface SplitPairs {
  train: Pair[];
  validation: Pair[];
  test: Pair[];
}

/**
 * What two source sentences must share to count as one: the letters and digits, whatever their case, width,
 * punctuation and blanks. A sentence without a letter or digit stands for itself.
 */
export function nearDuplicateKey(source: string): string {
  const folded = source.normalize('NFKC').toLowerCase();
  return folded.replace(/[\p{P}\p{S}\p{Z}\p{C}\s]/gu, '') || folded;
}

/**
 * Divides a corpus so that no source sentence, nor a near duplicate of it, is on two sides: whole groups of a key
 * (see nearDuplicateKey), with all their translations, are dealt out.
 *
 * The order is that of hashes of (split seed, key), so that the split depends on neither the order of the pairs nor on
 * any call before, a larger test share contains the smaller one, and a few new sentences move only a few old ones.
 * The training pairs come in another hashed order, which is the same for every run seed: the first n of them nest
 * inside the first n + 1 (trainSize).
 *
 * @throws HeldoutError invalid_corpus where there are too few distinct source sentences to fill all three
 */
export function splitPairs(pairs: readonly Pair[], split: SplitSpec): SplitPairs {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = nearDuplicateKey(pair.source);
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  const testGroups = Math.max(1, Math.round(split.test * groups.size));
  const validationGroups = Math.max(1, Math.round(split.validation * groups.size));
  if (testGroups + validationGroups >= groups.size) {
    throw new HeldoutError(
      'invalid_corpus',
      `Splitting the corpus: ${groups.size} distinct source sentences leave none for training beside ${validationGroups} for validation and ${testGroups} for test; use a larger corpus or smaller shares.`,
    );
  }
  const ordered = sortByHash([...groups.keys()], (key) => `${split.seed}\0split\0${key}`);
  const pairsOf = (keys: string[], name: string) =>
    sortByHash(
      keys.flatMap((key) => groups.get(key) ?? []),
      (pair) => `${split.seed}\0${name}\0${pair.source}\0${pair.target}`,
    );
  return {
    test: pairsOf(ordered.slice(0, testGroups), 'test'),
    validation: pairsOf(ordered.slice(testGroups, testGroups + validationGroups), 'validation'),
    train: pairsOf(ordered.slice(testGroups + validationGroups), 'train'),
  };
}

/** Identifies a set of test pairs whatever their order: scores on different test sets are not compared. */
export function hashOfPairs(pairs: readonly Pair[]): string {
  const lines = pairs.map(({ source, target }) => ({ source, target }));
  lines.sort((a, b) => compare(a.source, b.source) || compare(a.target, b.target));
  return encodePairs(lines).fingerprint;
}

function sortByHash<T>(items: readonly T[], label: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, hash: createHash('sha256').update(label(item)).digest('hex') }))
    .sort((a, b) => compare(a.hash, b.hash))
    .map(({ item }) => item);
}

/** By UTF-16 unit: the same on every machine, unlike localeCompare. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
