import { and, asc, count, desc, eq, max, sql } from 'drizzle-orm';
import type { RunCounts } from '@/lib/domain/run';
import type { Connection } from './connection';
import { lazily } from './lazily';
import { runs, sweeps, variants } from './schema';

export type SweepRecord = typeof sweeps.$inferSelect;
export type NewSweep = typeof sweeps.$inferInsert;
export type VariantRecord = typeof variants.$inferSelect;

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
  return {
    list: (): SweepRecord[] => orm.select().from(sweeps).orderBy(desc(sweeps.createdAtMs)).all(),
    find: (id: string): SweepRecord | undefined => byId().get({ id }),
    insert(sweep: NewSweep, cells: readonly VariantRecord[]): void {
      orm.insert(sweeps).values(sweep).run();
      for (const cell of cells) orm.insert(variants).values(cell).run();
    },
    update(id: string, change: Partial<Pick<SweepRecord, 'priority' | 'pausedAtMs'>>): void {
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
    counts(sweepId: string): RunCounts {
      const counts: RunCounts = {
        queued: 0,
        running: 0,
        finished: 0,
        stopped: 0,
        failed: 0,
        cancelled: 0,
      };
      const rows = orm
        .select({ state: runs.state, count: count() })
        .from(runs)
        .where(eq(runs.sweepId, sweepId))
        .groupBy(runs.state)
        .all();
      for (const row of rows) counts[row.state] = row.count;
      return counts;
    },
  };
}
