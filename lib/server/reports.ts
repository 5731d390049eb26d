import { createHash } from 'node:crypto';
import type { Owner, RunRecord } from '@/db/runs';
import { HeldoutError } from '@/lib/domain/errors';
import type { Artifact, FinishRequest, Report, ReportResponse } from '@/lib/domain/protocol';
import type { StoppingDecision } from '@/lib/domain/stopping';
import { type MetricSeries, runResult } from '@/lib/stats/runResult';
import { endAttempt } from './attemptEnd';
import { followBudget } from './budget';
import type { ServerContext } from './context';
import { removeUnusedModels } from './modelFiles';
import { requireRun, requireSweep, stepsPerEpoch } from './rows';
import { server } from './server';
import { followStopping, withEvidence } from './stopping';

/**
 * Stores a report and renews the lease. A sequence number that has been stored changes nothing. A lease that has run
 * out but has not been taken back is renewed as well: the attempt is still the only one.
 *
 * @throws HeldoutError stale_attempt where the run is another attempt's or nobody's by now, not_found, conflict where
 *   a report before this one is missing, invalid_input where steps do not rise
 */
export function reportRun(runId: string, report: Report): ReportResponse {
  const context = server();
  const { store, events, leaseTtlMs } = context;
  const owner = { runId, attempt: report.attempt, leaseToken: report.leaseToken };
  const nowMs = context.now();
  const modelsBefore = report.sequence === 1 ? store.models.ofRun(runId) : [];
  const { run, isNew, hasStopped } = store.write('Storing a report', () => {
    const owned = requireOwned(context, owner);
    store.runs.renewLease(owner, nowMs, nowMs + leaseTtlMs);
    if (owned.workerId !== null) store.workers.touch(owned.workerId, nowMs);
    if (report.sequence <= owned.lastSequence) return { run: owned, isNew: false, hasStopped: false };
    if (report.sequence > owned.lastSequence + 1) {
      throw new HeldoutError(
        'conflict',
        `Report ${report.sequence} of run ${runId} came after report ${owned.lastSequence}: send every report, in order.`,
      );
    }
    const begun = report.sequence === 1 ? goOn(context, owner, owned, report) : owned;
    const hasStopped = storeReport(context, owner, begun, report);
    return { run: requireRun(context, runId), isNew: true, hasStopped };
  });
  removeUnusedModels(
    context,
    modelsBefore.map(({ sha256 }) => sha256),
  );
  if (isNew) {
    if (report.points.length > 0 || report.samples.length > 0 || report.finalScores.length > 0)
      events.emit('points', run.sweepId, runId);
    const isInRows = report.progress || report.facts || report.finalScores.length > 0;
    if (isInRows || hasStopped || report.points.some(isEvaluation)) events.emit('sweep', run.sweepId);
  }
  return { command: commandFor(context, run), leaseExpiresInMs: leaseTtlMs };
}

function commandFor(context: ServerContext, run: RunRecord): ReportResponse['command'] {
  if (run.cancelRequested) return 'cancel';
  if (run.stopReason !== null) return 'stop';
  if (requireSweep(context, run.sweepId).pausedAtMs !== null) return 'release';
  const worker = run.workerId === null ? undefined : context.store.workers.find(run.workerId);
  return worker?.duty === 'drain' ? 'release' : 'continue';
}

/**
 * An attempt's first report says from which checkpoint it goes on; what is stored of later steps it will tell again.
 *
 * @throws HeldoutError invalid_input where it goes on from a step that not everything is known up to
 */
function goOn(context: ServerContext, owner: Owner, run: RunRecord, report: Report): RunRecord {
  const { store } = context;
  const step = report.resumedFromStep ?? 0;
  if (step > run.checkpointStep) {
    throw new HeldoutError(
      'invalid_input',
      `Attempt ${run.attempt} of run ${run.id} goes on from step ${step}, but the server knows everything only up to step ${run.checkpointStep}: go on from a checkpoint at or before it.`,
      { path: 'resumedFromStep' },
    );
  }
  if (step === 0) {
    store.points.clear(run.id);
    store.samples.clear(run.id);
    store.artifacts.clear(run.id);
  } else {
    store.points.cutAfter(run.id, step);
    store.samples.cutAfter(run.id, step);
  }
  // Of the end of a run, which this attempt has before it.
  store.testReports.clear(run.id);
  store.models.clear(run.id);
  store.runs.resume(owner, step);
  store.attempts.resumed(run.id, run.attempt, step);
  updateResult(context, run);
  return requireRun(context, run.id);
}

/** @returns whether early stopping was decided on, which can change the rows of other runs */
function storeReport(context: ServerContext, owner: Owner, run: RunRecord, report: Report): boolean {
  const { store } = context;
  for (const columns of report.points) store.points.append(run.id, columns);
  store.samples.insert(run.id, report.samples);
  store.testReports.insertTestSets(report.testSets);
  store.testReports.insertHypotheses(run.id, report.hypotheses);
  store.testReports.insertScores(run.id, report.finalScores);
  store.artifacts.insert(run.id, report.artifacts.map(checked));
  store.logs.insert(run.id, report.attempt, report.logs);
  const { sequence, progress, facts, checkpointStep } = report;
  if (checkpointStep !== undefined && checkpointStep > run.checkpointStep) {
    store.runs.recordCheckpoint(owner, checkpointStep);
  }
  store.runs.recordReport(owner, { sequence, progress, facts });
  if (report.points.some(isEvaluation)) updateResult(context, { ...run, progress: progress ?? run.progress });
  return followStopping(context, requireRun(context, run.id), report).length > 0;
}

/** @throws HeldoutError checksum_mismatch */
function checked(artifact: Artifact): Artifact {
  const actual = createHash('sha256').update(artifact.text).digest('hex');
  if (actual === artifact.sha256) return artifact;
  throw new HeldoutError(
    'checksum_mismatch',
    `Storing the artifact ${artifact.name}: its SHA-256 is ${actual}, expected ${artifact.sha256}; send it again.`,
  );
}

/** The running training loss comes many times as often, and never makes a step the best one. */
function isEvaluation({ metric }: { metric: string }): boolean {
  return /^(train|validation|test)\//.test(metric) && metric !== 'train/runningLoss';
}

/** Chooses a run's best step anew, from all that is known of it. Call inside store.write. */
export function updateResult(context: ServerContext, run: RunRecord): void {
  const { store } = context;
  const { objective } = requireSweep(context, run.sweepId).spec;
  // The two curves that choose the best step are read whole; of the others, which may be very long, two points.
  const choosing = [objective.metric, objective.report];
  const curves: Map<string, MetricSeries> = new Map(store.points.read([run.id], choosing).get(run.id));
  const { bestStep } = runResult(curves, objective, null);
  const isChoosing = new Set(choosing);
  const atBest = bestStep === null ? null : store.points.newestAt(run.id, bestStep, isChoosing);
  for (const [metric, last] of store.points.newestAt(run.id, Number.POSITIVE_INFINITY, isChoosing)) {
    const best = atBest?.get(metric);
    const points = best && best.step < last.step ? [best, last] : [last];
    curves.set(metric, { steps: points.map(({ step }) => step), values: points.map(({ value }) => value) });
  }
  const result = runResult(curves, objective, stepsPerEpoch(run.progress));
  store.runs.setResult(run.id, result, result.atBest[objective.metric] ?? null);
}

/**
 * Ends an attempt. Repeating it is answered as the first time.
 *
 * @throws HeldoutError stale_attempt, not_found
 */
export function finishRun(runId: string, request: FinishRequest): void {
  const context = server();
  const { store, events } = context;
  const owner = { runId, attempt: request.attempt, leaseToken: request.leaseToken };
  const run = store.write('Finishing a run', () => {
    const current = requireRun(context, runId);
    if (isRepeated(context, current, request)) return current;
    const owned = requireOwned(context, owner);
    if (owned.workerId !== null) store.workers.touch(owned.workerId, context.now());
    updateResult(context, owned);
    if (request.decision) recordDecision(context, owned, request.decision);
    endAttempt(context, requireRun(context, runId), {
      outcome: outcomeOf(owned, request.outcome),
      error: request.outcome === 'failed' ? (request.error ?? unexplained) : undefined,
      atMs: context.now(),
    });
    followBudget(context, owned.sweepId);
    return owned;
  });
  events.emit('sweep', run.sweepId);
  events.emit('queued');
}

const unexplained = { code: 'internal', message: 'the worker gave no reason' };

/** Patience is followed by the trainer, which tells what it saw when it ends. */
export function recordDecision(context: ServerContext, run: RunRecord, told: StoppingDecision): void {
  const { store, now } = context;
  const decision = withEvidence(context, run, told);
  store.decisions.insert({ sweepId: run.sweepId, runId: run.id, atMs: now(), decision });
  store.runs.requestStop(run.id, decision.reason);
}

/** A run that was asked to end and is handed back has ended; one that ended by itself has done all it was asked. */
function outcomeOf(run: RunRecord, outcome: FinishRequest['outcome']): FinishRequest['outcome'] {
  if (outcome === 'finished' && run.stopReason !== null) return 'stopped';
  return outcome === 'released' && run.cancelRequested ? 'cancelled' : outcome;
}

/** The attempt's row knows how it ended, whatever became of the run since. */
function isRepeated(context: ServerContext, run: RunRecord, request: FinishRequest): boolean {
  if (run.attempt !== request.attempt || run.leaseToken !== request.leaseToken) return false;
  return run.state !== 'running' && context.store.attempts.ofRun(run.id).at(-1)?.endedAtMs !== null;
}

/**
 * The run, where its lease is this owner's. Call inside store.write.
 *
 * @throws HeldoutError stale_attempt, not_found
 */
export function requireOwned(context: ServerContext, owner: Owner): RunRecord {
  const owned = context.store.runs.findOwned(owner);
  if (owned) return owned;
  const { state, attempt } = requireRun(context, owner.runId);
  throw new HeldoutError(
    'stale_attempt',
    `Attempt ${owner.attempt} of run ${owner.runId} does not hold its lease any more (the run is ${state}, attempt ${attempt}): stop training it.`,
  );
}
