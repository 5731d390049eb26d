import { and, asc, eq, gt } from 'drizzle-orm';
import type { Sample } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { samples } from './schema';

/** Translations of the fixed sentences. Call writes inside store.write, after the owner has been checked. */
export function sampleRepository({ orm }: Connection) {
  return {
    ofRun: (runId: string): Sample[] =>
      orm
        .select({ step: samples.step, epoch: samples.epoch, split: samples.split, items: samples.items })
        .from(samples)
        .where(eq(samples.runId, runId))
        .orderBy(asc(samples.step), asc(samples.split))
        .all(),
    insert(runId: string, records: readonly Sample[]): void {
      for (const sample of records) {
        orm
          .insert(samples)
          .values({ runId, ...sample })
          .onConflictDoUpdate({
            target: [samples.runId, samples.step, samples.split],
            set: { epoch: sample.epoch, items: sample.items },
          })
          .run();
      }
    },
    cutAfter(runId: string, step: number): void {
      orm
        .delete(samples)
        .where(and(eq(samples.runId, runId), gt(samples.step, step)))
        .run();
    },
    clear(runId: string): void {
      orm.delete(samples).where(eq(samples.runId, runId)).run();
    },
  };
}
