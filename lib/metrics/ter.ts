import { HeldoutError } from '@/lib/domain/errors';
import {
  aggregateStatistics,
  checkSegments,
  presentReferences,
  referenceCountField,
  type SegmentReferences,
  signatureVersion,
} from './segments';
import { countTerEdits } from './terShifts';
import { type TerTokenizerOptions, tokenizeForTer } from './terTokenizer';

export type TerOptions = TerTokenizerOptions;

export interface TerScore {
  /** 100 × edits / reference length; 0 is perfect, and more than 100 is possible */
  score: number;
  edits: number;
  /** words; of each segment the mean over its references */
  referenceLength: number;
}

/**
 * Translation edit rate of a corpus as sacreBLEU 2.6.0 computes it (Snover et al. 2006; Tercom).
 *
 * @param references references[segment] are that segment's references, null where one is missing
 * @throws HeldoutError invalid_input when hypotheses and references do not pair up or a segment has no reference
 */
export function corpusTer(
  hypotheses: readonly string[],
  references: readonly SegmentReferences[],
  options: TerOptions = {},
): TerScore & { signature: string } {
  checkSegments('corpusTer', hypotheses, references);
  const segments = hypotheses.map((hypothesis, i) => terStatistics(hypothesis, references[i] ?? [], options));
  return {
    ...terFromStatistics(aggregateStatistics(segments)),
    signature: terSignature(references, options),
  };
}

/** TER of one sentence: a corpus of one segment. */
export function sentenceTer(
  hypothesis: string,
  references: SegmentReferences,
  options: TerOptions = {},
): TerScore & { signature: string } {
  return corpusTer([hypothesis], [references], options);
}

/**
 * What TER needs to know of one segment; numbers that add up over segments (see aggregateStatistics).
 *
 * @returns [2]: edits against the reference that needs fewest, and the mean length of the references in words
 * @throws HeldoutError invalid_input when every reference is missing
 */
export function terStatistics(
  hypothesis: string,
  references: SegmentReferences,
  options: TerOptions = {},
): number[] {
  const words = tokenizeForTer(hypothesis, options);
  // sacreBLEU tokenizes references twice and hypotheses once: `Tom's手` stays whole in a hypothesis, since no blank follows
  // the 's, and becomes `Tom 's 手` in a reference, where the first pass has put one there.
  const referenceWords = presentReferences('terStatistics', references).map((reference) =>
    tokenizeForTer(tokenizeForTer(reference, options).join(' '), options),
  );
  const edits = Math.min(...referenceWords.map((reference) => countTerEdits(words, reference)));
  const length = referenceWords.reduce((sum, reference) => sum + reference.length, 0);
  return [edits, length / referenceWords.length];
}

/**
 * Scores statistics of one segment, of a corpus or of a resample.
 *
 * @param statistics [2], as terStatistics lays them out
 * @throws HeldoutError invalid_input when the vector has another length
 */
export function terFromStatistics(statistics: ArrayLike<number>): TerScore {
  const [edits, referenceLength] = [statistics[0], statistics[1]];
  if (statistics.length !== 2 || edits === undefined || referenceLength === undefined) {
    throw new HeldoutError(
      'invalid_input',
      `terFromStatistics: got ${statistics.length} numbers, expected edits and reference length.`,
    );
  }
  // Nothing to divide by: sacreBLEU gives 100 where only the hypothesis has words, and 0 where neither has.
  const rate = referenceLength > 0 ? edits / referenceLength : Math.min(edits, 1);
  return { score: 100 * rate, edits, referenceLength };
}

/** sacreBLEU's signature, as in `nrefs:1|case:mixed|tok:tercom|norm:no|punct:yes|asian:no|heldout:0.1`. */
export function terSignature(references: readonly SegmentReferences[], options: TerOptions = {}): string {
  const { normalized = false, noPunctuation = false, asianSupport = false, lowercase = false } = options;
  return [
    referenceCountField(references),
    `case:${lowercase ? 'lc' : 'mixed'}`,
    'tok:tercom',
    `norm:${normalized ? 'yes' : 'no'}`,
    `punct:${noPunctuation ? 'no' : 'yes'}`,
    `asian:${asianSupport ? 'yes' : 'no'}`,
    signatureVersion,
  ].join('|');
}
