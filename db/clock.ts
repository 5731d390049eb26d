import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Connection } from './connection';
import { runs, workers } from './schema';

/** Times that the server compares with its clock. Call writes inside store.write. */
export function clockRepository({ orm }: Connection) {
  return {
    /**
     * Moves the times that are compared with the clock by as much as the clock was moved, so that an attempt's time,
     * a back-off and a worker's silence stay as long as they are. Times that are only shown stay as they were read.
     *
     * @param stepMs by how much the clock was moved; negative: back
     * @param span what the moved clock said when it was last seen right, and what it says now: a time between these
     *   was written after the step, and stays
     */
    shift(stepMs: number, span: { fromMs: number; toMs: number }): void {
      const moved = (column: SQLiteColumn) => sql`${column} + ${stepMs}`;
      const movedIfOld = (column: SQLiteColumn) =>
        sql`CASE WHEN ${column} BETWEEN ${span.fromMs} AND ${span.toMs} THEN ${column} ELSE ${column} + ${stepMs} END`;
      orm
        .update(runs)
        .set({
          attemptStartedAtMs: moved(runs.attemptStartedAtMs),
          lastReportAtMs: movedIfOld(runs.lastReportAtMs),
        })
        .where(eq(runs.state, 'running'))
        .run();
      orm
        .update(runs)
        .set({ notBeforeMs: moved(runs.notBeforeMs) })
        .where(and(eq(runs.state, 'queued'), isNotNull(runs.notBeforeMs)))
        .run();
      orm
        .update(workers)
        .set({ lastSeenAtMs: movedIfOld(workers.lastSeenAtMs) })
        .run();
    },
  };
}
