import type { RunRecord } from '@/db/runs';
import type { Report } from '@/lib/domain/protocol';
import type { DecisionsResponse, StoppingDecision } from '@/lib/domain/stopping';
import type { SweepSpec } from '@/lib/domain/sweep';
import { decide } from '@/sweeps/stopping/decide';
import type { RunHistory } from '@/sweeps/stopping/history';
import { patienceEvidence } from '@/sweeps/stopping/patience';
import { replay } from '@/sweeps/stopping/replay';
import { type ComparingSpec, comparesRuns, decisionEpochs } from '@/sweeps/stopping/rungs';
import { followBudget } from './budget';
import type { ServerContext } from './context';
import { requireRun, requireSweep, stepsPerEpoch } from './rows';
import { server } from './server';

/** SQLite takes at most so many values in a list. */
const runsPerRead = 500;

/**
 * Follows a sweep's early stopping after a report was stored. Call it inside the transaction that stored it, with the
 * run as it is then: what is decided is stored with the report or not at all. A run that is to end is marked
 * (stopReason); decisions are made once a run and rung, whatever is reported again by later attempts.
 *
 * @returns what was decided to end runs; empty mostly
 */
export function followStopping(context: ServerContext, run: RunRecord, report: Report): StoppingDecision[] {
  // What an imported attempt was decided by was decided where it trained.
  if (run.workerId === null) return [];
  const { spec } = requireSweep(context, run.sweepId);
  const stops = followBudget(context, run.sweepId);
  const isMeasured = report.points.some(({ metric }) => metric === spec.objective.metric);
  if (!isMeasured || !comparesRuns(spec.stopping)) return stops;
  if (requireRun(context, run.id).stopReason !== null) return stops;
  return [...stops, ...compareWithOthers(context, run, report, spec, spec.stopping)];
}

function compareWithOthers(
  context: ServerContext,
  run: RunRecord,
  report: Report,
  { objective }: SweepSpec,
  stopping: ComparingSpec,
): StoppingDecision[] {
  const { store } = context;
  const progress = report.progress ?? run.progress;
  const [own] = historiesOf(context, objective.metric, [{ runId: run.id, progress }]);
  const reachedEpoch = own?.points.at(-1)?.epoch;
  if (!own || reachedEpoch === undefined || !progress) return [];

  const { totalEpochs } = progress;
  const earlier = store.decisions
    .ofRun(run)
    .filter(({ rule, ofEpochs }) => rule === stopping.kind && ofEpochs === totalEpochs);
  // It was stopped, and somebody put it back into the queue: that is a wish to see it through.
  if (earlier.some(({ action }) => action === 'stop')) return [];
  const decided = new Set(earlier.map(({ epoch }) => epoch));
  for (const epoch of decisionEpochs(stopping, reachedEpoch, totalEpochs)) {
    if (decided.has(epoch)) continue;
    const others = othersAt(context, run, objective.metric, stopping, epoch);
    const decision = { ...decide(stopping, objective, own, others, epoch), ofEpochs: totalEpochs };
    store.decisions.insert({ sweepId: run.sweepId, runId: run.id, atMs: context.now(), decision });
    if (decision.action === 'stop') {
      store.runs.requestStop(run.id, decision.reason);
      return [decision];
    }
  }
  return [];
}

/**
 * A trainer's decision by patience, with what it saw: the run's values, as they were told before.
 *
 * @param run as it is when the attempt ends
 */
export function withEvidence(
  context: ServerContext,
  run: RunRecord,
  decision: StoppingDecision,
): StoppingDecision {
  const { stopping, objective } = requireSweep(context, run.sweepId).spec;
  const [own] = historiesOf(context, objective.metric, [{ runId: run.id, progress: run.progress }]);
  if (stopping.kind !== 'patience' || decision.rule !== 'patience' || !own) return decision;
  const against = patienceEvidence(stopping, objective.goal, own, decision.epoch);
  return { ...decision, against, by: stopping };
}

/** The other runs of the sweep that have come to an epoch. */
function othersAt(
  context: ServerContext,
  run: RunRecord,
  metric: string,
  stopping: ComparingSpec,
  epoch: number,
): RunHistory[] {
  const { store } = context;
  const reached = store.decisions
    .progressOfRuns(run.sweepId)
    .filter((other) => other.runId !== run.id && isNear(other.progress, epoch));
  if (stopping.kind === 'median') return historiesOf(context, metric, reached);
  // What a run was worth at a rung stays so while its next attempt is on the way there again.
  const recorded = new Map(
    store.decisions
      .valuesAt(run.sweepId, 'asha', epoch)
      .map(({ runId, step, value }) => [runId, { step, epoch, value: value ?? Number.NaN }]),
  );
  const unrecorded = reached.filter(({ runId }) => !recorded.has(runId));
  return [
    ...[...recorded].map(([runId, point]) => ({ runId, points: [point] })),
    ...historiesOf(context, metric, unrecorded),
  ];
}

/** Whether it may have been measured there: a report can hold the measurement and not the progress yet. */
function isNear(progress: RunRecord['progress'], epoch: number): boolean {
  const perEpoch = stepsPerEpoch(progress);
  return progress !== null && perEpoch !== null && progress.step >= (epoch - 1) * perEpoch;
}

function historiesOf(
  context: ServerContext,
  metric: string,
  runs: readonly { runId: string; progress: RunRecord['progress'] }[],
): RunHistory[] {
  const histories: RunHistory[] = [];
  for (let from = 0; from < runs.length; from += runsPerRead) {
    const some = runs.slice(from, from + runsPerRead);
    const curves = context.store.points.read(
      some.map(({ runId }) => runId),
      [metric],
    );
    for (const { runId, progress } of some) {
      const curve = curves.get(runId)?.get(metric);
      const perEpoch = stepsPerEpoch(progress);
      if (!curve || perEpoch === null) continue;
      const points = Array.from(curve.steps, (step, index) => ({
        step,
        epoch: step / perEpoch,
        value: curve.values[index] ?? Number.NaN,
      }));
      histories.push({ runId, points });
    }
  }
  return histories;
}

/**
 * What early stopping decided in a sweep, in that order, each made again from what it saw.
 *
 * @param only decisions of this kind; the counts are of all
 * @throws HeldoutError not_found
 */
export function getDecisions(sweepId: string, only?: StoppingDecision['action']): DecisionsResponse {
  const context = server();
  const { store } = context;
  const { stopping, objective } = requireSweep(context, sweepId).spec;
  const runs = new Map(store.runs.ofSweep(sweepId).map((run) => [run.id, run]));
  return {
    stopping,
    decisions: store.decisions.ofSweep(sweepId, only).flatMap(({ id, runId, atMs, decision }) => {
      const run = runs.get(runId);
      if (!run) return [];
      const again = replay(decision, stopping, objective.goal);
      const replays = again === undefined ? null : again === decision.action;
      return [{ id, runId, variantIndex: run.variantIndex, seed: run.seed, atMs, decision, replays }];
    }),
    counts: store.decisions.counts(sweepId),
  };
}
