import { createHash, hash as hashAtOnce } from 'node:crypto';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { splits } from '@/lib/domain/metric';
import type { SplitSpec } from '@/lib/domain/sweep';

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
  if (ascii.test(source)) {
    const lower = source.toLowerCase();
    return lower.replace(asciiOther, '') || lower;
  }
  const folded = source.normalize('NFKC').toLowerCase();
  return folded.replace(/[\p{P}\p{S}\p{Z}\p{C}\s]/gu, '') || folded;
}

// NFKC leaves ASCII as it is, and of ASCII only letters and digits are neither mark, symbol, blank nor control.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const ascii = /^[\x00-\x7f]*$/;
const asciiOther = /[^a-z0-9]+/g;

/**
 * Divides a corpus so that no source sentence, nor a near duplicate of it, is on two sides: whole groups of a key
 * (see nearDuplicateKey), with all their translations, are dealt out. Sizes below 1 are shares of the groups, others
 * numbers of them.
 *
 * The order is that of hashes of (split seed, key), so that the split depends on neither the order of the pairs nor on
 * any call before, a larger test share contains the smaller one, and a few new sentences move only a few old ones.
 * The training pairs come in another hashed order, which is the same for every run seed: the first n of them nest
 * inside the first n + 1 (trainSize).
 *
 * @throws HeldoutError invalid_corpus where there are too few distinct source sentences to fill all three
 */
export function splitPairs(pairs: readonly Pair[], split: SplitSpec): SplitPairs {
  const groups = groupPairs(pairs);
  const testGroups = groupsWanted(split.test, groups.size);
  const validationGroups = groupsWanted(split.validation, groups.size);
  if (testGroups + validationGroups >= groups.size) {
    throw new HeldoutError(
      'invalid_corpus',
      `Splitting the corpus: ${groups.size} distinct source sentences leave none for training beside ${validationGroups} for validation and ${testGroups} for test; use a larger corpus or smaller splits.`,
      { path: 'split' },
    );
  }
  const ordered = sortByHash([...groups.keys()], (key) => `${split.seed}\0split\0${key}`);
  const pairsOf = (keys: readonly string[], name: string) =>
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

/** Pairs by the key that their sources share (see nearDuplicateKey). */
export function groupPairs(pairs: readonly Pair[]): Map<string, Pair[]> {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = nearDuplicateKey(pair.source);
    const group = groups.get(key);
    if (group) group.push(pair);
    else groups.set(key, [pair]);
  }
  return groups;
}

/** Groups of near duplicates that occur in both of two splits. */
export interface SplitOverlap {
  trainTest: number;
  trainValidation: number;
  validationTest: number;
}

/** Looks instead of trusting splitPairs: all counts are 0 where no test sentence was seen in training. */
export function countOverlap({ train, validation, test }: SplitPairs): SplitOverlap {
  const keysOf = (pairs: readonly Pair[]) => new Set(pairs.map(({ source }) => nearDuplicateKey(source)));
  const [trainKeys, validationKeys, testKeys] = [keysOf(train), keysOf(validation), keysOf(test)];
  return {
    trainTest: countCommon(testKeys, trainKeys),
    trainValidation: countCommon(validationKeys, trainKeys),
    validationTest: countCommon(testKeys, validationKeys),
  };
}

/** Identifies which pair is in which split, whatever the order of the pairs: SHA-256 in hexadecimal. */
export function splitHash(split: SplitPairs): string {
  const hash = createHash('sha256');
  for (const name of splits) hash.update(`${name} ${hashOfPairs(split[name])}\n`);
  return hash.digest('hex');
}

/** Identifies a set of test pairs whatever their order: scores on different test sets are not compared. */
export function hashOfPairs(pairs: readonly Pair[]): string {
  const ordered = [...pairs].sort((a, b) => compare(a.source, b.source) || compare(a.target, b.target));
  const hash = createHash('sha256');
  for (let start = 0; start < ordered.length; start += hashedBlock) {
    const lines = ordered.slice(start, start + hashedBlock);
    hash.update(lines.map(({ source, target }) => `${JSON.stringify([source, target])}\n`).join(''));
  }
  return hash.digest('hex');
}

/** Lines handed to the hash at once. */
const hashedBlock = 1000;

function groupsWanted(size: number, groupCount: number): number {
  return size < 1 ? Math.max(1, Math.round(size * groupCount)) : size;
}

function countCommon(keys: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let common = 0;
  for (const key of keys) if (others.has(key)) common++;
  return common;
}

/** In the order of the labels' SHA-256. */
function sortByHash<T>(items: readonly T[], label: (item: T) => string): T[] {
  // The first 48 bits, which a double holds exactly: numbers sort far faster than strings.
  const starts = Float64Array.from(items, (item) => Number.parseInt(sha256(label(item)).slice(0, 12), 16));
  const hashOf = (index: number): string => {
    const item = items[index];
    return item === undefined ? '' : sha256(label(item));
  };
  const order = Uint32Array.from(items.keys());
  order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || compare(hashOf(a), hashOf(b)));
  const sorted: T[] = [];
  for (const index of order) {
    const item = items[index];
    if (item !== undefined) sorted.push(item);
  }
  return sorted;
}

function sha256(text: string): string {
  return hashAtOnce('sha256', text, 'hex');
}

/** By UTF-16 unit: the same on every machine, unlike localeCompare. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
