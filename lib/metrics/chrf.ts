import { HeldoutError } from '@/lib/domain/errors';
import { countAll, countMatches, countNgrams, type NgramCounts } from './ngrams';
import {
  aggregateStatistics,
  checkSegments,
  presentReferences,
  referenceCountField,
  type SegmentReferences,
  signatureVersion,
} from './segments';
import { splitOnWhitespace } from './whitespace';

const characterOrder = 6;
/** Recall counts twice as much as precision (Popović 2016): the 2 in chrF2. */
const beta = 2;

export interface ChrfOptions {
  /** Longest word n-gram beside the characters: 0 is chrF2 (the default), 2 is chrF2++ (Popović 2017). */
  wordOrder?: 0 | 2;
  /** Default false. */
  lowercase?: boolean;
}

/**
 * chrF of a corpus as sacreBLEU 2.6.0 computes it (Popović 2015, 2017; blanks do not count).
 *
 * @param references references[segment] are that segment's references, null where one is missing
 * @returns score from 0 to 100, and sacreBLEU's signature (see signatureVersion)
 * @throws HeldoutError invalid_input when hypotheses and references do not pair up or a segment has no reference
 */
export function corpusChrf(
  hypotheses: readonly string[],
  references: readonly SegmentReferences[],
  options: ChrfOptions = {},
): { score: number; signature: string } {
  checkSegments('corpusChrf', hypotheses, references);
  const segments = hypotheses.map((hypothesis, i) =>
    chrfStatistics(hypothesis, references[i] ?? [], options),
  );
  return {
    score: chrfFromStatistics(aggregateStatistics(segments)),
    signature: chrfSignature(references, options),
  };
}

/** chrF of one sentence: a corpus of one segment. */
export function sentenceChrf(
  hypothesis: string,
  references: SegmentReferences,
  options: ChrfOptions = {},
): { score: number; signature: string } {
  return corpusChrf([hypothesis], [references], options);
}

/**
 * What chrF needs to know of one segment, against that of its references which scores best; whole numbers that add
 * up over segments (see aggregateStatistics).
 *
 * @returns [3 × orders]: for each order, n-grams of the hypothesis, of the reference, and matches; the six orders of
 *   characters first, then those of words
 * @throws HeldoutError invalid_input when every reference is missing
 */
export function chrfStatistics(
  hypothesis: string,
  references: SegmentReferences,
  options: ChrfOptions = {},
): number[] {
  const hypothesisCounts = countAllOrders(hypothesis, options);
  let best: number[] = [];
  let bestScore = -1;
  for (const reference of presentReferences('chrfStatistics', references)) {
    const referenceCounts = countAllOrders(reference, options);
    const statistics = hypothesisCounts.flatMap((counts, order) =>
      matchStatistics(counts, referenceCounts[order] ?? new Map()),
    );
    const score = chrfFromStatistics(statistics);
    if (score > bestScore) {
      bestScore = score;
      best = statistics;
    }
  }
  return best;
}

/**
 * Scores statistics of one segment, of a corpus or of a resample.
 *
 * @param statistics as chrfStatistics lays them out
 * @returns 0 to 100
 * @throws HeldoutError invalid_input when the vector does not consist of triples
 */
export function chrfFromStatistics(statistics: ArrayLike<number>): number {
  if (statistics.length === 0 || statistics.length % 3 !== 0) {
    throw new HeldoutError(
      'invalid_input',
      `chrfFromStatistics: got ${statistics.length} numbers, expected three for each order.`,
    );
  }
  let precision = 0;
  let recall = 0;
  let effectiveOrders = 0;
  for (let i = 0; i < statistics.length; i += 3) {
    const inHypothesis = statistics[i] ?? 0;
    const inReference = statistics[i + 1] ?? 0;
    const matches = statistics[i + 2] ?? 0;
    // Orders that one side is too short for say nothing (the signature's eff:yes).
    if (inHypothesis === 0 || inReference === 0) continue;
    precision += matches / inHypothesis;
    recall += matches / inReference;
    effectiveOrders++;
  }
  if (precision + recall === 0) return 0;
  precision /= effectiveOrders;
  recall /= effectiveOrders;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

/** sacreBLEU's signature, as in `nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|heldout:0.1`. */
export function chrfSignature(references: readonly SegmentReferences[], options: ChrfOptions = {}): string {
  const { wordOrder = 0, lowercase = false } = options;
  return [
    referenceCountField(references),
    `case:${lowercase ? 'lc' : 'mixed'}`,
    'eff:yes',
    `nc:${characterOrder}`,
    `nw:${wordOrder}`,
    'space:no',
    signatureVersion,
  ].join('|');
}

function countAllOrders(sentence: string, { wordOrder = 0, lowercase = false }: ChrfOptions): NgramCounts[] {
  const words = splitOnWhitespace(lowercase ? sentence.toLowerCase() : sentence);
  const characters = Array.from(words.join(''));
  const counts: NgramCounts[] = [];
  for (let order = 1; order <= characterOrder; order++) counts.push(countNgrams(characters, order, ''));
  const separated = words.flatMap(separatePunctuation);
  for (let order = 1; order <= wordOrder; order++) counts.push(countNgrams(separated, order, ' '));
  return counts;
}

/** One mark at the end, or else at the start: `(hi)` gives `(hi` and `)`, as chrF++.py does. */
function separatePunctuation(word: string): string[] {
  if (word.length === 1) return [word];
  if (/[!-/:-@[-`{-~]$/u.test(word)) return [word.slice(0, -1), word.slice(-1)];
  if (/^[!-/:-@[-`{-~]/u.test(word)) return [word.slice(0, 1), word.slice(1)];
  return [word];
}

function matchStatistics(hypothesis: NgramCounts, reference: NgramCounts): [number, number, number] {
  // Where the reference has no n-gram of this order, those of the hypothesis are not held against it.
  const inHypothesis = reference.size > 0 ? countAll(hypothesis) : 0;
  return [inHypothesis, countAll(reference), countMatches(hypothesis, reference)];
}
