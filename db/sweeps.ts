import { and, asc, count, desc, eq, max, sql } from 'drizzle-orm';
import type { RunCounts } from '@/lib/domain/run';
import type { Connection } from './connection';
import { lazily } from './lazily';
import { runs, sweeps, variants } from './schema';

export type SweepRecord = typeof sweeps.$inferSelect;
export type NewSweep = typeof sweeps.$inferInsert;
export type VariantRecord = typeof variants.$inferSelect;

/** How a sweep's runs stand. The version is another one whenever a row of them may be: leases, reports and ends change it. */
export interface RunsState {
  counts: RunCounts;
  version: string;
}

export const noRuns: RunsState = {
  counts: { queued: 0, running: 0, finished: 0, stopped: 0, failed: 0, cancelled: 0 },
  version: '',
};

/** What the time left depends on. */
export type RunTimingRecord = Pick<
  typeof runs.$inferSelect,
  'variantIndex' | 'state' | 'attempt' | 'progress' | 'trainedMs'
>;

/**
 * Rows of sweeps and their variants, written with the runs in the transaction that creates the sweep. An edit adds to
 * them and takes nothing away. A sweep's state is what its runs are. Call writes inside store.write.
 */
export function sweepRepository({ orm }: Connection) {
  // Prepared once: every report runs it several times, and building a query takes longer than running it.
  const byId = lazily(() =>
    orm
      .select()
      .from(sweeps)
      .where(eq(sweeps.id, sql.placeholder('id')))
      .prepare(),
  );
  const standing = {
    sweepId: runs.sweepId,
    state: runs.state,
    count: count(),
    // Every report counts a sequence up and every lease an attempt; both only fall back when the state changes.
    version: sql<string>`sum(${runs.attempt}) || ' ' || sum(${runs.lastSequence}) || ' ' || coalesce(max(${runs.lastReportAtMs}), 0) || ' ' || coalesce(sum(${runs.notBeforeMs}), 0)`,
  };
  const standingOfSweep = lazily(() =>
    orm
      .select(standing)
      .from(runs)
      .where(eq(runs.sweepId, sql.placeholder('sweepId')))
      .groupBy(runs.sweepId, runs.state)
      .prepare(),
  );
  const versionsOfSweep = lazily(() =>
    orm
      .select({
        id: runs.id,
        version: sql<string>`${runs.state} || ' ' || ${runs.attempt} || ' ' || ${runs.lastSequence} || ' ' || coalesce(${runs.notBeforeMs}, 0) || ' ' || coalesce(${runs.stopReason}, '')`,
      })
      .from(runs)
      .where(eq(runs.sweepId, sql.placeholder('sweepId')))
      .orderBy(asc(runs.position))
      .prepare(),
  );
  return {
    list: (): SweepRecord[] => orm.select().from(sweeps).orderBy(desc(sweeps.createdAtMs)).all(),
    find: (id: string): SweepRecord | undefined => byId().get({ id }),
    insert(sweep: NewSweep, cells: readonly VariantRecord[]): void {
      orm.insert(sweeps).values(sweep).run();
      for (const cell of cells) orm.insert(variants).values(cell).run();
    },
    update(
      id: string,
      change: Partial<
        Pick<SweepRecord, 'priority' | 'pausedAtMs' | 'owner' | 'notes' | 'tags' | 'archivedAtMs'>
      >,
    ): void {
      orm.update(sweeps).set(change).where(eq(sweeps.id, id)).run();
    },
    highestPriority: (): number =>
      orm
        .select({ priority: max(sweeps.priority) })
        .from(sweeps)
        .get()?.priority ?? 0,
    /** Its variants stay; what is new comes behind them. */
    edit(
      id: string,
      change: Pick<SweepRecord, 'spec' | 'dropped' | 'variantCount' | 'estimate'>,
      added: readonly VariantRecord[],
    ): void {
      orm.update(sweeps).set(change).where(eq(sweeps.id, id)).run();
      for (const cell of added) orm.insert(variants).values(cell).run();
    },
    /** Only for a setting that every run of it is trained again with. */
    reconfigure({ sweepId, index, ...change }: VariantRecord): void {
      orm
        .update(variants)
        .set(change)
        .where(and(eq(variants.sweepId, sweepId), eq(variants.index, index)))
        .run();
    },
    variants: (sweepId: string): VariantRecord[] =>
      orm.select().from(variants).where(eq(variants.sweepId, sweepId)).orderBy(asc(variants.index)).all(),
    variant: (sweepId: string, index: number): VariantRecord | undefined =>
      orm
        .select()
        .from(variants)
        .where(and(eq(variants.sweepId, sweepId), eq(variants.index, index)))
        .get(),
    counts: (sweepId: string): RunCounts =>
      gathered(standingOfSweep().all({ sweepId })).get(sweepId)?.counts ?? noRuns.counts,
    runsState: (sweepId: string): RunsState =>
      gathered(standingOfSweep().all({ sweepId })).get(sweepId) ?? noRuns,
    /** Of all sweeps at once: a list of hundreds asks one question. */
    runsStates: (): Map<string, RunsState> =>
      gathered(orm.select(standing).from(runs).groupBy(runs.sweepId, runs.state).all()),
    /** Of each run of a sweep, in their order: another one whenever its row may be. */
    runVersions: (sweepId: string): { id: string; version: string }[] => versionsOfSweep().all({ sweepId }),
    runTimings: (sweepId: string): RunTimingRecord[] =>
      orm
        .select({
          variantIndex: runs.variantIndex,
          state: runs.state,
          attempt: runs.attempt,
          progress: runs.progress,
          trainedMs: runs.trainedMs,
        })
        .from(runs)
        .where(eq(runs.sweepId, sweepId))
        .all(),
  };
}

function gathered(
  rows: readonly { sweepId: string; state: keyof RunCounts; count: number; version: string }[],
): Map<string, RunsState> {
  const states = new Map<string, RunsState>();
  for (const { sweepId, state, count, version } of rows) {
    const known = states.get(sweepId) ?? noRuns;
    states.set(sweepId, {
      counts: { ...known.counts, [state]: count },
      version: `${known.version}${state} ${count} ${version};`,
    });
  }
  return states;
}
