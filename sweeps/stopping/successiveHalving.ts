import { compareValues, finiteOrNull, type Goal, isWorse, type RunHistory, upTo } from './history';
import type { Judgement, Measured } from './judgement';

/**
 * Asynchronous successive halving (Li et al. 2020, algorithm 2), in its stopping form: at a rung a run goes on if it is
 * among the best 1/η of the runs that have come there so far, itself included, and else ends. The best so far always
 * goes on: the algorithm would let a rung's first η − 1 runs wait, and a run that trains already cannot wait. Equals go
 * on together.
 */
export function judgeByHalving(
  goal: Goal,
  own: number | null,
  others: readonly Measured[],
  reductionFactor: number,
): Judgement {
  const places = Math.max(1, Math.floor((others.length + 1) / reductionFactor));
  const last = [...others].sort((a, b) => compareValues(goal, a.value, b.value))[places - 1];
  if (!last) return { action: 'continue', threshold: null, decisive: [] };
  return {
    action: isWorse(goal, own, last.value) ? 'stop' : 'continue',
    threshold: last.value,
    decisive: [last],
  };
}

/** The rung's value of a run: its objective there, as last measured. */
export function valueAt(history: RunHistory, epoch: number): number | null {
  return finiteOrNull(upTo(history, epoch).at(-1)?.value);
}
