import { HeldoutError } from '@/lib/domain/errors';
import { type BleuTokenizer, tokenizeForBleu } from './bleuTokenizers';
import { countAll, countMatches, countNgrams, mergeByMaximum } from './ngrams';
import {
  aggregateStatistics,
  checkSegments,
  presentReferences,
  referenceCountField,
  type SegmentReferences,
  signatureVersion,
} from './segments';

/** Papineni et al. 2002 §2.3: n-grams of up to four tokens. */
const maxOrder = 4;
const orders = [1, 2, 3, 4] as const;

/** Chen & Cherry 2014: exp is their method 3 (that of mteval-v13a.pl), floor their method 1, add-k their method 2. */
export const bleuSmoothings = ['exp', 'floor', 'add-k', 'none'] as const;
export type BleuSmoothing = (typeof bleuSmoothings)[number];

const defaultSmoothingValue = { floor: 0.1, 'add-k': 1 };

export interface BleuOptions {
  /** Without a default on purpose: BLEU under different tokenizers are different metrics (Post 2018 §2). */
  tokenizer: BleuTokenizer;
  /** Default exp. */
  smoothing?: BleuSmoothing;
  /** For floor (default 0.1) and add-k (default 1). */
  smoothingValue?: number;
  /** Default false. */
  lowercase?: boolean;
  /**
   * Leave out the orders of which the hypothesis has no n-gram at all. Meant for single sentences, where fewer
   * than four tokens would otherwise score 0. Default false, and true in sentenceBleu.
   */
  effectiveOrder?: boolean;
}

export interface BleuScore {
  /** 0 to 100 */
  score: number;
  /** for 1 to 4 tokens, 0 to 100, after smoothing */
  precisions: number[];
  /** 0 to 1 */
  brevityPenalty: number;
  /** tokens */
  hypothesisLength: number;
  /** tokens; of each segment the reference closest in length, the shorter of two as close */
  referenceLength: number;
}

/**
 * BLEU of a corpus as sacreBLEU 2.6.0 computes it (Papineni et al. 2002; Post 2018).
 *
 * @param references references[segment] are that segment's references, null where one is missing
 * @throws HeldoutError invalid_input when hypotheses and references do not pair up or a segment has no reference
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly SegmentReferences[],
  options: BleuOptions,
): BleuScore & { signature: string } {
  checkSegments('corpusBleu', hypotheses, references);
  const segments = hypotheses.map((hypothesis, i) =>
    bleuStatistics(hypothesis, references[i] ?? [], options),
  );
  return {
    ...bleuFromStatistics(aggregateStatistics(segments), options),
    signature: bleuSignature(references, options),
  };
}

/** BLEU of one sentence: a corpus of one segment, with effective order unless the options say otherwise. */
export function sentenceBleu(
  hypothesis: string,
  references: SegmentReferences,
  options: BleuOptions,
): BleuScore & { signature: string } {
  return corpusBleu([hypothesis], [references], { effectiveOrder: true, ...options });
}

/**
 * What BLEU needs to know of one segment; whole numbers that add up over segments (see aggregateStatistics).
 *
 * @param references null where one is missing
 * @returns [10]: hypothesis length, reference length, matches of orders 1 to 4, n-grams of orders 1 to 4
 * @throws HeldoutError invalid_input when every reference is missing
 */
export function bleuStatistics(
  hypothesis: string,
  references: SegmentReferences,
  { tokenizer, lowercase = false }: Pick<BleuOptions, 'tokenizer' | 'lowercase'>,
): number[] {
  const hypothesisTokens = tokenizeForBleu(hypothesis, tokenizer, lowercase);
  const referenceTokens = presentReferences('bleuStatistics', references).map((reference) =>
    tokenizeForBleu(reference, tokenizer, lowercase),
  );
  const matches: number[] = [];
  const totals: number[] = [];
  for (const order of orders) {
    const counts = countNgrams(hypothesisTokens, order, ' ');
    const allowed = mergeByMaximum(referenceTokens.map((tokens) => countNgrams(tokens, order, ' ')));
    matches.push(countMatches(counts, allowed));
    totals.push(countAll(counts));
  }
  const length = hypothesisTokens.length;
  const referenceLengths = referenceTokens.map((tokens) => tokens.length);
  return [length, closestLength(length, referenceLengths), ...matches, ...totals];
}

/**
 * Scores statistics of one segment, of a corpus or of a resample.
 *
 * @param statistics [10], as bleuStatistics lays them out
 * @throws HeldoutError invalid_input when the vector has another length or the smoothing value is negative
 */
export function bleuFromStatistics(
  statistics: ArrayLike<number>,
  options: Pick<BleuOptions, 'smoothing' | 'smoothingValue' | 'effectiveOrder'> = {},
): BleuScore {
  const { smoothing = 'exp', effectiveOrder = false } = options;
  const smoothingValue = resolveSmoothingValue(smoothing, options.smoothingValue);
  const [hypothesisLength, referenceLength, ...counts] = Array.from(statistics);
  if (hypothesisLength === undefined || referenceLength === undefined || counts.length !== 2 * maxOrder) {
    throw new HeldoutError(
      'invalid_input',
      `bleuFromStatistics: got ${statistics.length} numbers, expected ${2 + 2 * maxOrder}.`,
    );
  }
  const matches = counts.slice(0, maxOrder);
  const totals = counts.slice(maxOrder);
  const brevityPenalty = penalizeBrevity(hypothesisLength, referenceLength);

  // As fractions, not per cent as in sacreBLEU, so that a perfect score is 100 and not 100.00000000000004.
  const precisions = new Array<number>(maxOrder).fill(0);
  let scoredOrders = maxOrder;
  let halving = 1;
  if (matches.some((count) => count > 0)) {
    for (const [index, order] of orders.entries()) {
      const added = smoothing === 'add-k' && order > 1 ? smoothingValue : 0;
      const match = (matches[index] ?? 0) + added;
      const total = (totals[index] ?? 0) + added;
      if (total === 0) break;
      if (effectiveOrder) scoredOrders = order;
      if (match > 0) precisions[index] = match / total;
      else if (smoothing === 'floor') precisions[index] = smoothingValue / total;
      else if (smoothing === 'exp') {
        halving /= 2;
        precisions[index] = halving / total;
      }
    }
  }
  // log 0 is -Infinity, whose exponential is the 0 that a missing order gives.
  const logSum = precisions.slice(0, scoredOrders).reduce((sum, precision) => sum + Math.log(precision), 0);
  return {
    score: 100 * brevityPenalty * Math.exp(logSum / scoredOrders),
    precisions: precisions.map((precision) => 100 * precision),
    brevityPenalty,
    hypothesisLength,
    referenceLength,
  };
}

/** sacreBLEU's signature, as in `nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1` (see signatureVersion). */
export function bleuSignature(references: readonly SegmentReferences[], options: BleuOptions): string {
  const { tokenizer, smoothing = 'exp', smoothingValue, lowercase = false, effectiveOrder = false } = options;
  const takesValue = smoothing === 'floor' || smoothing === 'add-k';
  const value = takesValue ? `[${resolveSmoothingValue(smoothing, smoothingValue).toFixed(2)}]` : '';
  return [
    referenceCountField(references),
    `case:${lowercase ? 'lc' : 'mixed'}`,
    `eff:${effectiveOrder ? 'yes' : 'no'}`,
    `tok:${tokenizer}`,
    `smooth:${smoothing}${value}`,
    signatureVersion,
  ].join('|');
}

function resolveSmoothingValue(smoothing: BleuSmoothing, given: number | undefined): number {
  if (smoothing === 'exp' || smoothing === 'none') return 0;
  const value = given ?? defaultSmoothingValue[smoothing];
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new HeldoutError('invalid_input', `BLEU smoothing ${smoothing}: got ${value}, expected 0 or more.`);
  }
  return value;
}

/** Papineni et al. 2002 §2.2.2. */
function penalizeBrevity(hypothesisLength: number, referenceLength: number): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
}

function closestLength(length: number, candidates: readonly number[]): number {
  return candidates.reduce((best, candidate) => {
    const difference = Math.abs(candidate - length) - Math.abs(best - length);
    return difference < 0 || (difference === 0 && candidate < best) ? candidate : best;
  });
}
