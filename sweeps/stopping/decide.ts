import type { StoppingDecision } from '@/lib/domain/stopping';
import type { Objective } from '@/lib/domain/sweep';
import { type Goal, hasReached, type RunHistory, upTo } from './history';
import type { Judgement, Measured } from './judgement';
import { bestUpTo, judgeByMedian, runningAverage } from './medianRule';
import { comparisonReason } from './reasons';
import type { ComparingSpec } from './rungs';
import { judgeByHalving, valueAt } from './successiveHalving';

/** A decision keeps every run that it saw up to so many; a thousand runs would else store half a million values. */
export const maxAgainst = 100;

/**
 * Decides whether a run goes on past an epoch. Pure: the same histories give the same decision, and the decision holds
 * what is needed to make it again (replay). Others that have not come as far are no part of it.
 *
 * @param own has reached the epoch
 */
export function decide(
  stopping: ComparingSpec,
  objective: Pick<Objective, 'metric' | 'goal'>,
  own: RunHistory,
  others: readonly RunHistory[],
  epoch: number,
): StoppingDecision {
  const { goal } = objective;
  const reached = others.filter((other) => other.runId !== own.runId && hasReached(other, epoch));
  const measured = reached.map((other) => ({
    runId: other.runId,
    value: comparedBy(stopping, other, epoch),
  }));
  const value = stopping.kind === 'median' ? bestUpTo(goal, own, epoch) : valueAt(own, epoch);
  const judgement = judge(stopping, goal, value, measured);
  return {
    rule: stopping.kind,
    action: judgement.action,
    step: upTo(own, epoch).at(-1)?.step ?? 0,
    epoch,
    value,
    threshold: judgement.threshold,
    against: measured.length <= maxAgainst ? measured : judgement.decisive,
    comparedWith: measured.length,
    by: stopping,
    reason: comparisonReason(stopping, objective.metric, epoch, value, judgement, measured.length),
  };
}

function comparedBy(stopping: ComparingSpec, other: RunHistory, epoch: number): number | null {
  return stopping.kind === 'median' ? runningAverage(other, epoch) : valueAt(other, epoch);
}

export function judge(
  stopping: ComparingSpec,
  goal: Goal,
  value: number | null,
  others: readonly Measured[],
): Judgement {
  return stopping.kind === 'median'
    ? judgeByMedian(goal, value, others, stopping.minRuns)
    : judgeByHalving(goal, value, others, stopping.reductionFactor);
}
