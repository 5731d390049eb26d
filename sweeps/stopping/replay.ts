import type { StoppingDecision, StoppingSpec } from '@/lib/domain/stopping';
import { judge } from './decide';
import { type Goal, isWorse } from './history';
import { meanOf } from './medianRule';
import { judgeByPatience } from './patience';
import { comparesRuns } from './rungs';

/**
 * Makes a decision again from what it saw, and nothing else.
 *
 * @param stopping the sweep's rule, for a decision that does not hold its own
 * @returns undefined where what it holds does not suffice
 */
export function replay(
  decision: StoppingDecision,
  stopping: StoppingSpec,
  goal: Goal,
): StoppingDecision['action'] | undefined {
  const { rule, value, threshold, against, comparedWith, by = stopping } = decision;
  if (rule === 'budget') return (value ?? 0) >= (threshold ?? Number.POSITIVE_INFINITY) ? 'stop' : 'continue';
  if (rule !== by.kind) return undefined;
  if (by.kind === 'patience') return judgeByPatience(by, goal, against);
  if (!comparesRuns(by)) return undefined;
  if (comparedWith === undefined || comparedWith === against.length) {
    return judge(by, goal, value, against).action;
  }
  // Only the runs that the threshold comes from were kept.
  return isWorse(goal, value, meanOf(against)) ? 'stop' : 'continue';
}
