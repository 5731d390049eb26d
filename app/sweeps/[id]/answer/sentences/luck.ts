import type { Bounded } from '@/lib/domain/answer';
import type { SentenceMetric } from '@/lib/domain/sentenceComparison';

/** What the numbers show. */
export type Finding = 'better' | 'worse' | 'not-shown';

export function findingOf({ both, higherIsBetter }: SentenceMetric): Finding {
  const { value, low, high } = both;
  if (low === null || high === null || (low <= 0 && high >= 0)) return 'not-shown';
  return value > 0 === higherIsBetter ? 'better' : 'worse';
}

/** Which luck the doubt is of: what more of which would narrow the interval more. */
export type Luck = 'seeds' | 'sentences' | 'alike' | 'one-seed';

/** Narrower by a tenth is worth saying. */
const worthSaying = 0.9;

export function luckOf({ foreseen }: SentenceMetric): Luck {
  if (!foreseen) return 'one-seed';
  const { withMoreSeeds, withMoreSentences } = foreseen;
  if (withMoreSeeds < worthSaying * withMoreSentences) return 'seeds';
  return withMoreSentences < worthSaying * withMoreSeeds ? 'sentences' : 'alike';
}

export function halfWidth({ low, high }: Bounded): number | undefined {
  return low === null || high === null ? undefined : (high - low) / 2;
}

/** Tests count differences that are larger, so that two systems that are the same get the smallest p there is. */
export function isSame({ value, low, high }: Bounded): boolean {
  return value === 0 && low === 0 && high === 0;
}
