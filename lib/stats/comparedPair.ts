import type { SweepAnswer } from '@/lib/domain/answer';

/**
 * The two variants whose sentences a report compares: the one that validation chose against the baseline, or against the
 * runner-up where it is the baseline itself.
 *
 * @returns null where there are no two
 */
export function comparedPair({
  best,
  baseline,
}: Pick<SweepAnswer, 'best' | 'baseline'>): { baseline: number; variant: number } | null {
  if (!best) return null;
  const other = best.variant === baseline ? best.runnerUp : baseline;
  return other === null ? null : { baseline: other, variant: best.variant };
}
