import type { LeaseGrant, RunRecord } from '@/db/runs';
import { storedConfigSchema } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { LeasedRun, LeaseRequest } from '@/lib/domain/protocol';
import { type SteppingRun, stepTogether } from '@/lib/domain/stepTogether';
import type { Connection, ServerContext, ServerEvents } from './context';
import { expireLeases } from './expiry';
import { corpusOf, requireSweep } from './rows';
import { newSecret } from './secrets';
import { server } from './server';
import { isAtWork } from './workers';

/** A waiting worker is marked as seen this often, so that it counts as alive while it waits. */
const seenEveryMs = 10_000;
/** Between two looks at a queue whose next run is due: it may be leased elsewhere, or its sweep be paused. */
const shortestWaitMs = 500;

/**
 * Hands out the next run of the queue (see leaseNext), waiting up to waitMs for one; or, without waiting, one that can step
 * together with a run which the worker holds.
 *
 * @param connection its signal is aborted when the worker is gone: a run leased to nobody would be lost for a lease's time
 * @throws HeldoutError not_found where the worker has not registered
 */
export async function leaseRun(request: LeaseRequest, connection: Connection): Promise<LeasedRun | null> {
  const context = server();
  const deadlineMs = performance.now() + request.waitMs;
  while (!connection.signal.aborted) {
    const run = leaseNow(context, request);
    if (run || request.alongside !== undefined) return run;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) return null;
    const dueMs = (context.store.runs.nextDueMs() ?? Number.POSITIVE_INFINITY) - context.now();
    // A worker that is off duty is woken when it is not any more; no run falls due for it.
    const isOffDuty = context.store.workers.find(request.workerId)?.duty !== 'work';
    const waitMs = Math.min(leftMs, seenEveryMs, isOffDuty ? seenEveryMs : Math.max(dueMs, shortestWaitMs));
    await queuedOrTimeout(context.events, waitMs, connection.signal);
  }
  return null;
}

function leaseNow(context: ServerContext, request: LeaseRequest): LeasedRun | null {
  const { workerId, startedTogether, alongside } = request;
  const { store, leaseTtlMs } = context;
  expireLeases(context);
  const nowMs = context.now();
  const leaseToken = newSecret();
  const run = store.write('Leasing a run', () => {
    const worker = store.workers.find(workerId);
    if (!worker) {
      throw new HeldoutError('not_found', `There is no worker ${JSON.stringify(workerId)}: register first.`);
    }
    store.workers.touch(workerId, nowMs);
    if (worker.duty !== 'work') return undefined;
    const grant = { workerId, leaseToken, nowMs, expiresAtMs: nowMs + leaseTtlMs };
    const leased =
      alongside === undefined
        ? store.runs.leaseNext(grant)
        : leaseAlongside(context, alongside, grant, worker.hostname);
    if (!leased) return undefined;
    store.attempts.begin({
      runId: leased.id,
      attempt: leased.attempt,
      workerName: worker.name,
      startedAtMs: nowMs,
    });
    return leased;
  });
  if (!run) return null;
  context.events.emit('sweep', run.sweepId);
  return leasedRun(context, run, leaseToken, trainersOnMachine(context, workerId, startedTogether));
}

/** None where a worker of another machine would go without: its device is idle, and this one's is not. */
function leaseAlongside(
  context: ServerContext,
  heldId: string,
  grant: LeaseGrant,
  hostname: string,
): RunRecord | undefined {
  const { store } = context;
  const held = store.runs.find(heldId);
  if (held?.state !== 'running' || held.workerId !== grant.workerId) return undefined;
  const busy = new Set(store.runs.leased().map(({ workerId }) => workerId));
  const idleElsewhere = store.workers
    .list()
    .filter((worker) => worker.hostname !== hostname && isAtWork(context, worker) && !busy.has(worker.id));
  if (store.runs.queuedCount() <= idleElsewhere.length) return undefined;
  const configs = new Map(
    store.sweeps
      .variants(held.sweepId)
      .map(({ index, config }) => [index, storedConfigSchema.parse(config)] as const),
  );
  const stepping = ({ variantIndex, seed, checkpointStep }: RunRecord): SteppingRun | undefined => {
    const config = configs.get(variantIndex);
    return config && { config, seed, checkpointStep };
  };
  const first = stepping(held);
  if (first === undefined) return undefined;
  const isWanted = (run: RunRecord) => {
    const other = stepping(run);
    return other !== undefined && stepTogether(first, other);
  };
  return store.runs.leaseFirst(held.sweepId, isWanted, grant);
}

/** How many runs the worker's machine can be expected to train at once, the one just leased to it included. */
function trainersOnMachine(context: ServerContext, workerId: string, startedTogether: number): number {
  const { store } = context;
  const hostname = store.workers.find(workerId)?.hostname;
  const onMachine = store.workers.list().filter((worker) => worker.hostname === hostname);
  const alive = onMachine.filter((worker) => isAtWork(context, worker)).length;
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
    checkpointStep: run.checkpointStep,
    stopping: sweep.spec.stopping,
    objective: sweep.spec.objective,
    keep: sweep.spec.keep,
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
