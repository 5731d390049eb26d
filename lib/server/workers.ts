import type { RunRecord } from '@/db/runs';
import type { WorkerRecord } from '@/db/workers';
import type { WorkerRow } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import type { RegisterRequest } from '@/lib/domain/protocol';
import type { WorkerChange } from '@/lib/domain/worker';
import { grouped } from '@/lib/stats/grouped';
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
  const leased = grouped(store.runs.leased(), ({ workerId }) => workerId ?? '');
  return store.workers.list().map((worker) => workerRow(context, worker, leased.get(worker.id) ?? []));
}

/**
 * Says what a worker is to do (see workerDuties) with all its runs; it hears of it with the answer to the next report of
 * each, or at once where it waits for a run.
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
    store.runs.leased().filter((run) => run.workerId === id),
  );
}

/** @param runs that it trains, in the order leased */
function workerRow(context: ServerContext, worker: WorkerRecord, runs: readonly RunRecord[]): WorkerRow {
  const { pid: _pid, calibration: _calibration, ...row } = worker;
  const speeds = runs.flatMap(({ id }) => speedOf(context, id) ?? []);
  return {
    ...row,
    alive: isAlive(context, worker),
    runs: runs.map((run) => trainedRun(context, run)),
    tokensPerSecond: speeds.length === 0 ? null : speeds.reduce((sum, speed) => sum + speed),
  };
}

function trainedRun({ store }: ServerContext, run: RunRecord): WorkerRow['runs'][number] {
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
