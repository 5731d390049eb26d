import type { RunRecord } from '@/db/runs';
import type { WorkerRecord } from '@/db/workers';
import type { WorkerRow } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import type { RegisterRequest } from '@/lib/domain/protocol';
import type { WorkerChange } from '@/lib/domain/worker';
import type { ServerContext } from './context';
import { newId } from './secrets';
import { server } from './server';

const speedMetric = 'throughput/tokensPerSecond';

/** @returns the worker's id; the same one for a hostname and name that have registered before */
export function registerWorker(request: RegisterRequest): string {
  const { store, now } = server();
  return store.write('Registering a worker', () => store.workers.register(newId(), request, now()));
}

/** Whether a worker was heard of within a lease's time. */
function isAlive({ now, leaseTtlMs }: ServerContext, worker: WorkerRecord): boolean {
  return now() - worker.lastSeenAtMs < leaseTtlMs;
}

/** Whether it is alive and takes the next run. */
export function isAtWork(context: ServerContext, worker: WorkerRecord): boolean {
  return worker.duty === 'work' && isAlive(context, worker);
}

export function listWorkers(): WorkerRow[] {
  const context = server();
  const { store } = context;
  const leased = new Map(store.runs.leased().map((run) => [run.workerId, run]));
  return store.workers.list().map((worker) => workerRow(context, worker, leased.get(worker.id)));
}

/**
 * Says what a worker is to do (see workerDuties); it hears of it with the answer to its next report, or at once where
 * it waits for a run.
 *
 * @throws HeldoutError not_found
 */
export function changeWorker(id: string, { duty }: WorkerChange): WorkerRow {
  const context = server();
  const { store, events } = context;
  const worker = store.write('Changing what a worker does', () => {
    store.workers.setDuty(id, duty);
    return store.workers.find(id);
  });
  if (!worker) {
    throw new HeldoutError(
      'not_found',
      `There is no worker ${JSON.stringify(id)}: GET /api/v1/workers lists those that have registered.`,
    );
  }
  // Those that wait look again whether there is a run for them.
  events.emit('queued');
  return workerRow(
    context,
    worker,
    store.runs.leased().find((run) => run.workerId === id),
  );
}

function workerRow(context: ServerContext, worker: WorkerRecord, run: RunRecord | undefined): WorkerRow {
  const { pid: _pid, calibration: _calibration, ...row } = worker;
  return {
    ...row,
    runId: run?.id ?? null,
    alive: isAlive(context, worker),
    run: run ? trainedRun(context, run) : null,
    tokensPerSecond: run ? speedOf(context, run.id) : null,
  };
}

function trainedRun({ store }: ServerContext, run: RunRecord): WorkerRow['run'] {
  return {
    id: run.id,
    sweepId: run.sweepId,
    sweepName: store.sweeps.find(run.sweepId)?.spec.name ?? run.sweepId,
    levels: store.sweeps.variant(run.sweepId, run.variantIndex)?.levels ?? {},
    seed: run.seed,
    progress: run.progress,
  };
}

/** The newest that the run has told; null before the first. */
function speedOf({ store }: ServerContext, runId: string): number | null {
  const others = store.points.metricsOf(runId).filter((metric) => metric !== speedMetric);
  const newest = store.points.newestAt(runId, Number.POSITIVE_INFINITY, new Set(others)).get(speedMetric);
  return newest && Number.isFinite(newest.value) ? newest.value : null;
}
