import { asc, eq } from 'drizzle-orm';
import type { RegisterRequest } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { workers } from './schema';

export type WorkerRecord = typeof workers.$inferSelect;

/** Workers that have ever registered. Hostname and name make the worker: after a restart it keeps its row. */
export function workerRepository({ orm }: Connection) {
  return {
    list: (): WorkerRecord[] =>
      orm.select().from(workers).orderBy(asc(workers.hostname), asc(workers.name)).all(),
    find: (id: string): WorkerRecord | undefined =>
      orm.select().from(workers).where(eq(workers.id, id)).get(),
    /** @param id for a worker that is new @returns its id, the same as before for one that is known */
    register(id: string, request: RegisterRequest, nowMs: number): string {
      const { pid, engine, device, threads, version } = request;
      return orm
        .insert(workers)
        .values({ id, ...request, lastSeenAtMs: nowMs })
        .onConflictDoUpdate({
          target: [workers.hostname, workers.name],
          set: { pid, engine, device, threads, version, lastSeenAtMs: nowMs },
        })
        .returning({ id: workers.id })
        .get().id;
    },
    touch(id: string, nowMs: number): void {
      orm.update(workers).set({ lastSeenAtMs: nowMs }).where(eq(workers.id, id)).run();
    },
  };
}
