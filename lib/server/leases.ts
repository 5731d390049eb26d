import { createHash } from 'node:crypto';
import type { Owner, RunRecord } from '@/db/runs';
import { HeldoutError } from '@/lib/domain/errors';
import type {
  Artifact,
  FinishRequest,
  LeasedRun,
  LeaseRequest,
  Report,
  ReportResponse,
} from '@/lib/domain/protocol';
import { runResult } from '@/lib/stats/runResult';
import type { Connection, ServerContext, ServerEvents } from './context';
import { expireLeases } from './expiry';
import { corpusOf, requireRun, requireSweep, stepsPerEpoch } from './rows';
import { newSecret } from './secrets';
import { server } from './server';
import { isAlive } from './workers';

/** A waiting worker is marked as seen this often, so that it counts as alive while it waits. */
const seenEveryMs = 10_000;

/**
 * Hands out the oldest queued run, waiting up to waitMs for one.
 *
 * @param connection its signal is aborted when the worker is gone: a run leased to nobody would be lost for a lease's time
 * @throws HeldoutError not_found where the worker has not registered
 */
export async function leaseRun(request: LeaseRequest, connection: Connection): Promise<LeasedRun | null> {
  const context = server();
  const deadlineMs = performance.now() + request.waitMs;
  while (!connection.signal.aborted) {
    const run = leaseNow(context, request);
    if (run) return run;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) return null;
    await queuedOrTimeout(context.events, Math.min(leftMs, seenEveryMs), connection.signal);
  }
  return null;
}

function leaseNow(context: ServerContext, { workerId, startedTogether }: LeaseRequest): LeasedRun | null {
  const { store, leaseTtlMs } = context;
  expireLeases(context);
  const nowMs = context.now();
  const leaseToken = newSecret();
  const run = store.write('Leasing a run', () => {
    if (!store.workers.find(workerId)) {
      throw new HeldoutError('not_found', `There is no worker ${JSON.stringify(workerId)}: register first.`);
    }
    store.workers.touch(workerId, nowMs);
    const leased = store.runs.leaseNext({ workerId, leaseToken, nowMs, expiresAtMs: nowMs + leaseTtlMs });
    if (!leased) return undefined;
    // An attempt starts from its checkpoint; there is none yet, so from nothing.
    store.points.clear(leased.id);
    store.samples.clear(leased.id);
    store.testReports.clear(leased.id);
    store.artifacts.clear(leased.id);
    return leased;
  });
  if (!run) return null;
  context.events.emit('sweep', run.sweepId);
  return leasedRun(context, run, leaseToken, trainersOnMachine(context, workerId, startedTogether));
}

/** How many runs the worker's machine can be expected to train at once, the one just leased to it included. */
function trainersOnMachine(context: ServerContext, workerId: string, startedTogether: number): number {
  const { store } = context;
  const hostname = store.workers.find(workerId)?.hostname;
  const onMachine = store.workers.list().filter((worker) => worker.hostname === hostname);
  const alive = onMachine.filter((worker) => isAlive(context, worker)).length;
  const ids = new Set(onMachine.map(({ id }) => id));
  const running = store.runs.leased().filter((run) => run.workerId !== null && ids.has(run.workerId)).length;
  return Math.max(1, Math.min(Math.max(alive, startedTogether), store.runs.queuedCount() + running));
}

function leasedRun(
  context: ServerContext,
  run: RunRecord,
  leaseToken: string,
  trainersOnMachine: number,
): LeasedRun {
  const sweep = requireSweep(context, run.sweepId);
  const variant = context.store.sweeps.variant(run.sweepId, run.variantIndex);
  if (!variant) throw new HeldoutError('internal', `The variant of run ${run.id} is gone.`);
  const { id, slug, fingerprint, bytes, targetLanguage } = corpusOf(context, sweep.corpusId);
  return {
    runId: run.id,
    sweepId: run.sweepId,
    attempt: run.attempt,
    leaseToken,
    leaseTtlMs: context.leaseTtlMs,
    config: variant.config,
    seed: run.seed,
    split: sweep.spec.split,
    objective: sweep.spec.objective,
    corpus: { id, slug, fingerprint, bytes, targetLanguage },
    trainersOnMachine,
  };
}

function queuedOrTimeout(events: ServerEvents, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      events.off('queued', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    events.on('queued', done);
    signal.addEventListener('abort', done);
  });
}

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
  const { run, isNew } = store.write('Storing a report', () => {
    const owned = requireOwned(context, owner);
    store.runs.renewLease(owner, nowMs, nowMs + leaseTtlMs);
    if (owned.workerId !== null) store.workers.touch(owned.workerId, nowMs);
    if (report.sequence <= owned.lastSequence) return { run: owned, isNew: false };
    if (report.sequence > owned.lastSequence + 1) {
      throw new HeldoutError(
        'conflict',
        `Report ${report.sequence} of run ${runId} came after report ${owned.lastSequence}: send every report, in order.`,
      );
    }
    storeReport(context, owner, owned, report);
    return { run: owned, isNew: true };
  });
  if (isNew) {
    if (report.points.length > 0 || report.samples.length > 0 || report.finalScores.length > 0)
      events.emit('points', run.sweepId, runId);
    if (report.progress || report.facts || report.finalScores.length > 0 || report.points.some(isEvaluation))
      events.emit('sweep', run.sweepId);
  }
  return { command: run.cancelRequested ? 'cancel' : 'continue', leaseExpiresInMs: leaseTtlMs };
}

function storeReport(context: ServerContext, owner: Owner, run: RunRecord, report: Report): void {
  const { store } = context;
  for (const columns of report.points) store.points.append(run.id, columns);
  store.samples.insert(run.id, report.samples);
  store.testReports.insertTestSets(report.testSets);
  store.testReports.insertHypotheses(run.id, report.hypotheses);
  store.testReports.insertScores(run.id, report.finalScores);
  store.artifacts.insert(run.id, report.artifacts.map(checked));
  store.logs.insert(run.id, report.attempt, report.logs);
  const { sequence, progress, facts } = report;
  store.runs.recordReport(owner, { sequence, progress, facts });
  if (report.points.some(isEvaluation)) updateResult(context, { ...run, progress: progress ?? run.progress });
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

function updateResult(context: ServerContext, run: RunRecord): void {
  const { store } = context;
  const { objective } = requireSweep(context, run.sweepId).spec;
  const curves = store.points.read([run.id]).get(run.id) ?? new Map();
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
    if (isRepeated(current, request)) return current;
    const owned = requireOwned(context, owner);
    if (owned.workerId !== null) store.workers.touch(owned.workerId, context.now());
    updateResult(context, owned);
    store.runs.endAttempt(owned, {
      state: endState(owned, request.outcome),
      atMs: context.now(),
      isLost: false,
      error: request.outcome === 'failed' ? (request.error ?? unexplained) : undefined,
    });
    return owned;
  });
  events.emit('sweep', run.sweepId);
  if (request.outcome === 'released') events.emit('queued');
}

const unexplained = { code: 'internal', message: 'the worker gave no reason' };

/** A run that was asked to stop and ended before it heard of it has ended: its numbers are whole. */
function endState(run: RunRecord, outcome: FinishRequest['outcome']): Exclude<RunRecord['state'], 'running'> {
  if (outcome !== 'released') return outcome;
  return run.cancelRequested ? 'cancelled' : 'queued';
}

function isRepeated(run: RunRecord, { attempt, leaseToken, outcome }: FinishRequest): boolean {
  const isSameAttempt = run.attempt === attempt && run.leaseToken === leaseToken;
  return isSameAttempt && run.state === endState(run, outcome);
}

function requireOwned(context: ServerContext, owner: Owner): RunRecord {
  const owned = context.store.runs.findOwned(owner);
  if (owned) return owned;
  const { state, attempt } = requireRun(context, owner.runId);
  throw new HeldoutError(
    'stale_attempt',
    `Attempt ${owner.attempt} of run ${owner.runId} does not hold its lease any more (the run is ${state}, attempt ${attempt}): stop training it.`,
  );
}
