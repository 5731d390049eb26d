import { and, asc, eq, gt, lte, max } from 'drizzle-orm';
import type { Sample } from '@/lib/domain/protocol';
import type { Connection } from './connection';
import { runs, samples } from './schema';

/** Of one run, the newest of those that were asked for. */
export type RunSample = Pick<Sample, 'epoch' | 'items'> & { runId: string };

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
    /** After which any run of a sweep translated a split's sentences, ascending. */
    epochsOfSweep: (sweepId: string, split: Sample['split']): number[] =>
      orm
        .selectDistinct({ epoch: samples.epoch })
        .from(samples)
        .innerJoin(runs, eq(runs.id, samples.runId))
        .where(and(eq(runs.sweepId, sweepId), eq(samples.split, split)))
        .orderBy(asc(samples.epoch))
        .all()
        .map(({ epoch }) => epoch),
    /** Of every run of a sweep its newest translations of a split, made after `lastEpoch` or before; in the runs' order. */
    ofSweep(sweepId: string, split: Sample['split'], lastEpoch: number): RunSample[] {
      const newest = orm
        .select({ runId: samples.runId, step: max(samples.step).as('newest_step') })
        .from(samples)
        .innerJoin(runs, eq(runs.id, samples.runId))
        .where(and(eq(runs.sweepId, sweepId), eq(samples.split, split), lte(samples.epoch, lastEpoch)))
        .groupBy(samples.runId)
        .as('newest');
      return orm
        .select({ runId: samples.runId, epoch: samples.epoch, items: samples.items })
        .from(samples)
        .innerJoin(newest, and(eq(newest.runId, samples.runId), eq(newest.step, samples.step)))
        .innerJoin(runs, eq(runs.id, samples.runId))
        .where(eq(samples.split, split))
        .orderBy(asc(runs.position))
        .all();
    },
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
