import type { WorkerRecord } from '@/db/workers';
import type { WorkerRow } from '@/lib/domain/api';
import type { RegisterRequest } from '@/lib/domain/protocol';
import type { ServerContext } from './context';
import { newId } from './secrets';
import { server } from './server';

/** @returns the worker's id; the same one for a hostname and name that have registered before */
export function registerWorker(request: RegisterRequest): string {
  const { store, now } = server();
  return store.write('Registering a worker', () => store.workers.register(newId(), request, now()));
}

/** Whether a worker was heard of within a lease's time. */
export function isAlive({ now, leaseTtlMs }: ServerContext, worker: WorkerRecord): boolean {
  return now() - worker.lastSeenAtMs < leaseTtlMs;
}

export function listWorkers(): WorkerRow[] {
  const context = server();
  const { store } = context;
  const leased = new Map(store.runs.leased().map((run) => [run.workerId, run.id]));
  return store.workers.list().map((worker) => {
    const { pid: _pid, calibration: _calibration, ...row } = worker;
    return { ...row, runId: leased.get(worker.id) ?? null, alive: isAlive(context, worker) };
  });
}
