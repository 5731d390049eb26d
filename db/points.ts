import { and, asc, count, desc, eq, gt, gte, inArray, lt, max } from 'drizzle-orm';
import { HeldoutError } from '@/lib/domain/errors';
import type { PointColumns } from '@/lib/domain/protocol';
import { bytesOf, float64Of, uint32Of } from './columns';
import type { Connection } from './connection';
import { pointChunks } from './schema';

/** One metric's curve, or a piece of it; steps rise. */
export interface Series {
  steps: Uint32Array;
  values: Float64Array;
  timesMs: Float64Array;
}

/** A chunk of this many points is not merged any more. */
const sealedPoints = 1024;
/** So many small chunks at a curve's end are merged: a point is rewritten about sealedPoints / mergeAt times at most. */
const mergeAt = 32;
const maxStep = 2 ** 32 - 1;

/**
 * Curves, in chunks (see pointChunks). A report appends a small chunk a metric; once mergeAt of them are at the end of
 * a curve, they become one. Chunks of a metric are disjoint and rise, so reading them in order is reading the curve.
 * Call writes inside store.write, after the owner has been checked: the repository does not know who writes.
 */
export function pointRepository({ orm }: Connection) {
  const ofMetric = (runId: string, metric: string) =>
    and(eq(pointChunks.runId, runId), eq(pointChunks.metric, metric));

  function insert(runId: string, metric: string, { steps, values, timesMs }: Series): void {
    orm
      .insert(pointChunks)
      .values({
        runId,
        metric,
        firstStep: steps[0] ?? 0,
        lastStep: steps.at(-1) ?? 0,
        count: steps.length,
        steps: bytesOf(steps),
        values: bytesOf(values),
        timesMs: bytesOf(timesMs),
      })
      .run();
  }

  function mergeSmall(runId: string, metric: string): void {
    const sealed = orm
      .select({ firstStep: max(pointChunks.firstStep) })
      .from(pointChunks)
      .where(and(ofMetric(runId, metric), gte(pointChunks.count, sealedPoints)))
      .get();
    const isSmall = and(
      ofMetric(runId, metric),
      lt(pointChunks.count, sealedPoints),
      gt(pointChunks.firstStep, sealed?.firstStep ?? -1),
    );
    const small = orm.select({ chunks: count() }).from(pointChunks).where(isSmall).get();
    if ((small?.chunks ?? 0) < mergeAt) return;
    const chunks = orm.select().from(pointChunks).where(isSmall).orderBy(asc(pointChunks.firstStep)).all();
    orm.delete(pointChunks).where(isSmall).run();
    insert(runId, metric, concatenate(chunks));
  }

  return {
    /**
     * @throws HeldoutError invalid_input where a step does not come after the one before it, stored or in the report
     */
    append(runId: string, columns: PointColumns): void {
      const { metric } = columns;
      if (columns.steps.length === 0) return;
      const newest = orm
        .select({ step: pointChunks.lastStep })
        .from(pointChunks)
        .where(ofMetric(runId, metric))
        .orderBy(desc(pointChunks.firstStep))
        .limit(1)
        .get();
      checkRising(metric, columns.steps, newest?.step ?? -1);
      insert(runId, metric, {
        steps: Uint32Array.from(columns.steps),
        values: Float64Array.from(columns.values),
        timesMs: Float64Array.from(columns.timesMs),
      });
      mergeSmall(runId, metric);
    },

    /** @returns by run, then by metric; only metrics that have points. Without metrics, all of them. */
    read(runIds: readonly string[], metrics?: readonly string[]): Map<string, Map<string, Series>> {
      const chunks = orm
        .select()
        .from(pointChunks)
        .where(
          and(
            inArray(pointChunks.runId, [...runIds]),
            metrics ? inArray(pointChunks.metric, [...metrics]) : undefined,
          ),
        )
        .orderBy(asc(pointChunks.runId), asc(pointChunks.metric), asc(pointChunks.firstStep))
        .all();
      const grouped = new Map<string, Map<string, (typeof chunks)[number][]>>();
      for (const chunk of chunks) {
        const byMetric = grouped.get(chunk.runId) ?? new Map<string, (typeof chunks)[number][]>();
        grouped.set(chunk.runId, byMetric);
        const pieces = byMetric.get(chunk.metric) ?? [];
        byMetric.set(chunk.metric, pieces);
        pieces.push(chunk);
      }
      return new Map(
        [...grouped].map(([runId, byMetric]) => [
          runId,
          new Map([...byMetric].map(([metric, pieces]) => [metric, concatenate(pieces)])),
        ]),
      );
    },

    /** A new attempt starts from nothing: the curves of the one before are no part of it. */
    clear(runId: string): void {
      orm.delete(pointChunks).where(eq(pointChunks.runId, runId)).run();
    },
  };
}

function checkRising(metric: string, steps: readonly number[], newest: number): void {
  let previous = newest;
  for (const step of steps) {
    if (step <= previous || step > maxStep) {
      throw new HeldoutError(
        'invalid_input',
        `Storing points of ${metric}: got step ${step} after ${previous}, expected steps that rise, up to ${maxStep}.`,
        { path: 'points' },
      );
    }
    previous = step;
  }
}

interface Chunk {
  count: number;
  steps: Buffer;
  values: Buffer;
  timesMs: Buffer;
}

function concatenate(chunks: readonly Chunk[]): Series {
  const total = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  const steps = new Uint32Array(total);
  const values = new Float64Array(total);
  const timesMs = new Float64Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    steps.set(uint32Of(chunk.steps), offset);
    values.set(float64Of(chunk.values), offset);
    timesMs.set(float64Of(chunk.timesMs), offset);
    offset += chunk.count;
  }
  return { steps, values, timesMs };
}
