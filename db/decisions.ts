import { and, asc, count, eq, isNotNull, sql } from 'drizzle-orm';
import type { Progress, RunState } from '@/lib/domain/run';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { Connection } from './connection';
import { decisions, runs } from './schema';

export type DecisionRecord = typeof decisions.$inferSelect;

/**
 * What early stopping decided, and what it looks at to decide: kept for good, in the order in which it was decided. Call
 * writes inside store.write.
 */
export function decisionRepository({ orm }: Connection) {
  const action = sql<StoppingDecision['action']>`json_extract(${decisions.decision}, '$.action')`;

  return {
    insert(record: Omit<DecisionRecord, 'id'>): void {
      orm.insert(decisions).values(record).run();
    },
    ofSweep: (sweepId: string, only?: StoppingDecision['action']): DecisionRecord[] =>
      orm
        .select()
        .from(decisions)
        .where(and(eq(decisions.sweepId, sweepId), only === undefined ? undefined : eq(action, only)))
        .orderBy(asc(decisions.id))
        .all(),
    ofRun: ({ id, sweepId }: { id: string; sweepId: string }): StoppingDecision[] =>
      orm
        .select({ decision: decisions.decision })
        .from(decisions)
        .where(and(eq(decisions.sweepId, sweepId), eq(decisions.runId, id)))
        .orderBy(asc(decisions.id))
        .all()
        .map(({ decision }) => decision),
    counts(sweepId: string): Record<StoppingDecision['action'], number> {
      const counts = { stop: 0, continue: 0 };
      const rows = orm
        .select({ action, count: count() })
        .from(decisions)
        .where(eq(decisions.sweepId, sweepId))
        .groupBy(action)
        .all();
      for (const row of rows) counts[row.action] = row.count;
      return counts;
    },
    /** What runs were worth at an epoch when a rule decided about them there. */
    valuesAt: (
      sweepId: string,
      rule: StoppingDecision['rule'],
      epoch: number,
    ): { runId: string; step: number; value: number | null }[] =>
      orm
        .select({
          runId: decisions.runId,
          step: sql<number>`json_extract(${decisions.decision}, '$.step')`,
          value: sql<number | null>`json_extract(${decisions.decision}, '$.value')`,
        })
        .from(decisions)
        .where(
          and(
            eq(decisions.sweepId, sweepId),
            sql`json_extract(${decisions.decision}, '$.rule') = ${rule}`,
            sql`json_extract(${decisions.decision}, '$.epoch') = ${epoch}`,
          ),
        )
        .orderBy(asc(decisions.id))
        .all(),

    /** How far the runs of a sweep have come, without the rest of their rows, which is large. */
    progressOfRuns: (sweepId: string): { runId: string; progress: Progress | null }[] =>
      orm
        .select({ runId: runs.id, progress: runs.progress })
        .from(runs)
        .where(and(eq(runs.sweepId, sweepId), isNotNull(runs.progress)))
        .orderBy(asc(runs.position))
        .all(),

    /** Time that trainers have spent on a sweep's runs, the attempts that are under way included. */
    trainedMs: (sweepId: string, nowMs: number): number =>
      orm
        .select({
          spentMs: sql<number>`coalesce(sum(${runs.trainedMs} + max(0, ${nowMs} - coalesce(${runs.attemptStartedAtMs}, ${nowMs}))), 0)`,
        })
        .from(runs)
        .where(eq(runs.sweepId, sweepId))
        .get()?.spentMs ?? 0,
    /** Runs that a spent budget ends: those that wait, and those that train and have not been asked to end. */
    unended: (sweepId: string): { id: string; state: RunState; progress: Progress | null }[] =>
      orm
        .select({ id: runs.id, state: runs.state, progress: runs.progress })
        .from(runs)
        .where(
          and(
            eq(runs.sweepId, sweepId),
            sql`(${runs.state} = 'queued' or (${runs.state} = 'running' and ${runs.stopReason} is null))`,
          ),
        )
        .orderBy(asc(runs.position))
        .all(),
    /** A run that waits and is not worth a start any more. */
    cancelQueued(runId: string, reason: string, nowMs: number): void {
      orm
        .update(runs)
        .set({ state: 'cancelled', stopReason: reason, finishedAtMs: nowMs, notBeforeMs: null })
        .where(and(eq(runs.id, runId), eq(runs.state, 'queued')))
        .run();
    },
  };
}
