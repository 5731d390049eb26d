import { count, sum } from 'drizzle-orm';
import type { Connection } from './connection';
import { corpora, models, pointChunks, runs, samples, sweeps } from './schema';

/** How much there is of what takes room. */
export function storageRepository({ orm }: Connection) {
  const rows = (table: typeof sweeps | typeof runs | typeof corpora | typeof models | typeof samples) =>
    orm.select({ rows: count() }).from(table).get()?.rows ?? 0;
  return {
    counts: () => ({
      sweeps: rows(sweeps),
      runs: rows(runs),
      corpora: rows(corpora),
      models: rows(models),
      samples: rows(samples),
      points: Number(
        orm
          .select({ points: sum(pointChunks.count) })
          .from(pointChunks)
          .get()?.points ?? 0,
      ),
    }),
  };
}
