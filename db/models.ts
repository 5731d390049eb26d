import { and, asc, eq } from 'drizzle-orm';
import type { Moment } from '@/lib/domain/score';
import type { Connection } from './connection';
import { models } from './schema';

export type ModelRecord = typeof models.$inferSelect;

/** Which trained parameters are kept; the files are lib/server/models'. Call writes inside store.write. */
export function modelRepository({ orm }: Connection) {
  const one = (runId: string, moment: Moment) => and(eq(models.runId, runId), eq(models.moment, moment));

  return {
    list: (): ModelRecord[] => orm.select().from(models).orderBy(asc(models.createdAtMs)).all(),
    ofRun: (runId: string): ModelRecord[] =>
      orm.select().from(models).where(eq(models.runId, runId)).orderBy(asc(models.moment)).all(),
    find: (runId: string, moment: Moment): ModelRecord | undefined =>
      orm.select().from(models).where(one(runId, moment)).get(),
    /** Whether a file is of some run. */
    isUsed: (sha256: string): boolean =>
      orm.select({ sha256: models.sha256 }).from(models).where(eq(models.sha256, sha256)).limit(1).get() !==
      undefined,
    /** Takes the place of what the run had of that moment. */
    put(record: ModelRecord): void {
      const { runId: _run, moment: _moment, ...set } = record;
      orm
        .insert(models)
        .values(record)
        .onConflictDoUpdate({ target: [models.runId, models.moment], set })
        .run();
    },
    clear(runId: string): void {
      orm.delete(models).where(eq(models.runId, runId)).run();
    },
  };
}
