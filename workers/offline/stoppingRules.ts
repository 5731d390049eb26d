import type { Report } from '@/lib/domain/protocol';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { SweepSpec } from '@/lib/domain/sweep';
import { decideByBudget } from '@/sweeps/stopping/budget';
import { decide } from '@/sweeps/stopping/decide';
import type { RunHistory } from '@/sweeps/stopping/history';
import { comparesRuns, decisionEpochs } from '@/sweeps/stopping/rungs';
import type { RunState } from './runState';

interface JudgedRun {
  runId: string;
  state: RunState;
}

/**
 * Early stopping after a report, as the server follows it: the rules that compare runs, and the budget of hours.
 * Patience is the trainer's own.
 *
 * @param others called where a rule compares runs, for what the others have come to
 * @param spentMs trainer time of all runs so far
 * @returns what is decided about the run, in that order; decisions that were made before are not made again
 */
export function judge(
  { objective, stopping, budget }: SweepSpec,
  own: JudgedRun,
  report: Pick<Report, 'points'>,
  others: () => readonly JudgedRun[],
  spentMs: number,
): StoppingDecision[] {
  const { decisions, progress } = own.state;
  if (decisions.some(({ action }) => action === 'stop')) return [];
  if (budget?.hours !== undefined) {
    const at = { step: progress?.step ?? 0, epoch: progress?.epoch ?? 0 };
    const byBudget = decideByBudget(spentMs, budget.hours, at);
    if (byBudget.action === 'stop') return [byBudget];
  }
  const isMeasured = report.points.some(({ metric }) => metric === objective.metric);
  if (!isMeasured || !comparesRuns(stopping)) return [];
  const history = historyOf(own);
  const reachedEpoch = history?.points.at(-1)?.epoch;
  if (!history || !progress || reachedEpoch === undefined) return [];

  const decided = new Set(decisions.filter(({ rule }) => rule === stopping.kind).map(({ epoch }) => epoch));
  const made: StoppingDecision[] = [];
  const histories = others().flatMap((other) => historyOf(other) ?? []);
  for (const epoch of decisionEpochs(stopping, reachedEpoch, progress.totalEpochs)) {
    if (decided.has(epoch)) continue;
    const decision = decide(stopping, objective, history, histories, epoch);
    made.push({ ...decision, ofEpochs: progress.totalEpochs });
    if (decision.action === 'stop') break;
  }
  return made;
}

function historyOf({ runId, state: { objective, progress } }: JudgedRun): RunHistory | undefined {
  if (!progress || progress.totalSteps === 0 || progress.totalEpochs === 0) return undefined;
  const perEpoch = progress.totalSteps / progress.totalEpochs;
  return { runId, points: objective.map(({ step, value }) => ({ step, epoch: step / perEpoch, value })) };
}
