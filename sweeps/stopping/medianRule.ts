import { compareValues, finiteOrNull, type Goal, isWorse, type RunHistory, upTo } from './history';
import type { Judgement, Measured } from './judgement';

/**
 * The median stopping rule (Golovin et al. 2017, Vizier, §3.2.2): a run ends at an epoch where its best value so far is
 * worse than the median of the running averages of the other runs' values up to there. Vizier asks the completed runs;
 * here every run is asked that has come as far, so that the rule works before the first one has ended.
 */
export function judgeByMedian(
  goal: Goal,
  own: number | null,
  others: readonly Measured[],
  minRuns: number,
): Judgement {
  if (others.length < minRuns) return { action: 'continue', threshold: null, decisive: [] };
  const sorted = [...others].sort((a, b) => compareValues(goal, a.value, b.value));
  const decisive = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  const threshold = meanOf(decisive);
  // Where most others have diverged, the threshold is no number, and nothing is worse than that.
  return { action: isWorse(goal, own, threshold) ? 'stop' : 'continue', threshold, decisive };
}

/** @returns null where one of them is not finite */
export function meanOf(measured: readonly Measured[]): number | null {
  let sum = 0;
  for (const { value } of measured) sum += value ?? Number.NaN;
  return finiteOrNull(sum / measured.length);
}

export function bestUpTo(goal: Goal, history: RunHistory, epoch: number): number | null {
  const values = upTo(history, epoch).map(({ value }) => finiteOrNull(value));
  return values.reduce((best, value) => (compareValues(goal, value, best) < 0 ? value : best), null);
}

export function runningAverage(history: RunHistory, epoch: number): number | null {
  const points = upTo(history, epoch);
  return finiteOrNull(points.reduce((sum, { value }) => sum + value, 0) / points.length);
}
