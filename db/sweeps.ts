import { and, asc, count, desc, eq } from 'drizzle-orm';
import type { RunCounts } from '@/lib/domain/run';
import type { Connection } from './connection';
import { runs, sweeps, variants } from './schema';

export type SweepRecord = typeof sweeps.$inferSelect;
export type VariantRecord = typeof variants.$inferSelect;

/**
 * Rows of sweeps and their variants. Both are written once, with the runs, in the transaction that creates the sweep,
 * and never changed: a sweep's state is what its runs are.
 */
export function sweepRepository({ orm }: Connection) {
  return {
    list: (): SweepRecord[] => orm.select().from(sweeps).orderBy(desc(sweeps.createdAtMs)).all(),
    find: (id: string): SweepRecord | undefined => orm.select().from(sweeps).where(eq(sweeps.id, id)).get(),
    insert(sweep: SweepRecord, cells: readonly VariantRecord[]): void {
      orm.insert(sweeps).values(sweep).run();
      for (const cell of cells) orm.insert(variants).values(cell).run();
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
      const counts: RunCounts = { queued: 0, running: 0, finished: 0, failed: 0, cancelled: 0 };
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
