import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { AttemptOutcome } from '@/lib/domain/run';
import type { Connection } from './connection';
import { attempts, runs } from './schema';

export type AttemptRecord = typeof attempts.$inferSelect;

/** Every try at every run; rows are never deleted while the run is there. Call writes inside store.write. */
export function attemptRepository({ orm }: Connection) {
  const one = (runId: string, attempt: number) =>
    and(eq(attempts.runId, runId), eq(attempts.attempt, attempt));

  return {
    ofRun: (runId: string): AttemptRecord[] =>
      orm.select().from(attempts).where(eq(attempts.runId, runId)).orderBy(asc(attempts.attempt)).all(),
    /** Tries of a sweep's runs that ended in one of these ways, the newest first. */
    ofSweep: (sweepId: string, outcomes: readonly AttemptOutcome[], limit: number): AttemptRecord[] =>
      orm
        .select({ attempt: attempts })
        .from(attempts)
        .innerJoin(runs, eq(runs.id, attempts.runId))
        .where(and(eq(runs.sweepId, sweepId), inArray(attempts.outcome, [...outcomes])))
        .orderBy(desc(attempts.startedAtMs))
        .limit(limit)
        .all()
        .map((row) => row.attempt),
    begin(attempt: Pick<AttemptRecord, 'runId' | 'attempt' | 'workerName' | 'startedAtMs'>): void {
      orm.insert(attempts).values(attempt).run();
    },
    resumed(runId: string, attempt: number, resumedFromStep: number): void {
      orm.update(attempts).set({ resumedFromStep }).where(one(runId, attempt)).run();
    },
    /** An imported attempt of which more is told after its end. */
    reopen(runId: string, attempt: number): void {
      orm
        .update(attempts)
        .set({ endedAtMs: null, outcome: null, errorCode: null, errorMessage: null })
        .where(one(runId, attempt))
        .run();
    },
    end(
      runId: string,
      attempt: number,
      ending: {
        atMs: number;
        outcome: AttemptOutcome;
        error: { code: string; message: string } | undefined;
      },
    ): void {
      orm
        .update(attempts)
        .set({
          endedAtMs: ending.atMs,
          outcome: ending.outcome,
          errorCode: ending.error?.code ?? null,
          errorMessage: ending.error?.message ?? null,
        })
        .where(and(one(runId, attempt), isNull(attempts.endedAtMs)))
        .run();
    },
  };
}
