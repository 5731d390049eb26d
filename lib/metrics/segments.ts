import { HeldoutError } from '@/lib/domain/errors';

/**
 * A segment's references; null marks one that is missing, as in a set where only some sentences have a second
 * translation. (sacreBLEU lays references out the other way round, as streams × segments.)
 */
export type SegmentReferences = readonly (string | null)[];

/**
 * Closes every signature in the place of sacreBLEU's `version:2.6.0`. The scores are those of sacreBLEU 2.6.0,
 * but a signature says which program computed them, and that was not sacreBLEU.
 */
export const signatureVersion = 'heldout:0.1';

/**
 * @throws HeldoutError invalid_input when there is nothing to score, or hypotheses and references do not pair up
 */
export function checkSegments(
  operation: string,
  hypotheses: readonly string[],
  references: readonly SegmentReferences[],
): void {
  if (hypotheses.length === 0) {
    throw new HeldoutError('invalid_input', `${operation}: got no hypothesis, expected at least one.`);
  }
  if (hypotheses.length !== references.length) {
    throw new HeldoutError(
      'invalid_input',
      `${operation}: got ${hypotheses.length} hypotheses and references for ${references.length} segments, expected as many of both.`,
    );
  }
}

/**
 * @returns the references that are not missing
 * @throws HeldoutError invalid_input when all of them are
 */
export function presentReferences(operation: string, references: SegmentReferences): string[] {
  const present = references.filter((reference) => reference !== null);
  if (present.length === 0) {
    throw new HeldoutError(
      'invalid_input',
      `${operation}: a segment has no reference, expected at least one; leave the segment out.`,
    );
  }
  return present;
}

/** The signature's first field: how many references a segment has, or `var` where that differs between segments. */
export function referenceCountField(references: readonly SegmentReferences[]): string {
  const counts = new Set(
    references.map((segment) => segment.filter((reference) => reference !== null).length),
  );
  const [count] = counts;
  return `nrefs:${counts.size === 1 ? count : 'var'}`;
}

/**
 * Adds up the statistics of segments, element by element. Corpus scores are functions of this sum, so a subset or
 * a bootstrap resample of stored segments is scored without touching the sentences again.
 *
 * @param segments vectors of one length, as bleuStatistics, chrfStatistics or terStatistics return them
 * @throws HeldoutError invalid_input without a segment, or when lengths differ
 */
export function aggregateStatistics(segments: readonly ArrayLike<number>[]): number[] {
  const [first] = segments;
  if (first === undefined) {
    throw new HeldoutError('invalid_input', 'aggregateStatistics: got no segment, expected at least one.');
  }
  const sum = new Array<number>(first.length).fill(0);
  for (const segment of segments) {
    if (segment.length !== sum.length) {
      throw new HeldoutError(
        'invalid_input',
        `aggregateStatistics: got vectors of ${sum.length} and ${segment.length} numbers, expected one metric with one set of options.`,
      );
    }
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (segment[i] ?? 0);
  }
  return sum;
}
