import type { WorkerRow } from '@/lib/domain/api';
import type { RegisterRequest } from '@/lib/domain/protocol';
import { newId } from './secrets';
import { server } from './server';

/** @returns the worker's id; the same one for a hostname and name that have registered before */
export function registerWorker(request: RegisterRequest): string {
  const { store, now } = server();
  return store.write('Registering a worker', () => store.workers.register(newId(), request, now()));
}

export function listWorkers(): WorkerRow[] {
  const { store, now, leaseTtlMs } = server();
  const leased = new Map(store.runs.leased().map((run) => [run.workerId, run.id]));
  const nowMs = now();
  return store.workers.list().map(({ pid: _pid, ...worker }) => ({
    ...worker,
    runId: leased.get(worker.id) ?? null,
    alive: nowMs - worker.lastSeenAtMs < leaseTtlMs,
  }));
}
