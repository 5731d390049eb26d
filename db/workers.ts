import { and, asc, desc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { RegisterRequest } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { runs, sweeps, workers } from './schema';

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
      const { pid, engine, device, threads, version, calibration } = request;
      return orm
        .insert(workers)
        .values({ id, ...request, lastSeenAtMs: nowMs })
        .onConflictDoUpdate({
          target: [workers.hostname, workers.name],
          set: {
            ...{ pid, engine, device, threads, version, lastSeenAtMs: nowMs },
            // A worker that has not been calibrated yet leaves what is known of its machine.
            ...(calibration ? { calibration } : {}),
          },
        })
        .returning({ id: workers.id })
        .get().id;
    },
    setDuty(id: string, duty: WorkerRecord['duty']): void {
      orm.update(workers).set({ duty }).where(eq(workers.id, id)).run();
    },
    touch(id: string, nowMs: number): void {
      orm.update(workers).set({ lastSeenAtMs: nowMs }).where(eq(workers.id, id)).run();
    },
    /**
     * Of the newest runs that such workers finished at the first attempt: the time taken over the time that the
     * calibration alone had given (SweepEstimate.variantMs). A run that stepped together with others took its share of the
     * worker's time.
     */
    durationRatios(hostname: string, engine: string, limit: number): number[] {
      const predictedMs = sql<
        number | null
      >`json_extract(${sweeps.estimate}, '$.variantMs[' || ${runs.variantIndex} || ']')`;
      const replicas = sql`coalesce(json_extract(${runs.facts}, '$.environment.replicas'), 1)`;
      return orm
        .select({ takenMs: sql<number>`1.0 * ${runs.trainedMs} / ${replicas}`, predictedMs })
        .from(runs)
        .innerJoin(workers, eq(workers.id, runs.workerId))
        .innerJoin(sweeps, eq(sweeps.id, runs.sweepId))
        .where(
          and(
            eq(workers.hostname, hostname),
            eq(workers.engine, engine),
            eq(runs.state, 'finished'),
            eq(runs.attempt, 1),
            gt(runs.trainedMs, 0),
            isNotNull(sweeps.estimate),
          ),
        )
        .orderBy(desc(runs.finishedAtMs))
        .limit(limit)
        .all()
        .flatMap(({ takenMs, predictedMs }) => (predictedMs ? [takenMs / predictedMs] : []));
    },
  };
}
