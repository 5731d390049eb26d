import { and, asc, desc, eq, gt, gte, inArray, lte, sql } from 'drizzle-orm';
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

/** A curve as it is drawn, without the times where nobody asked for them. */
export type DrawnSeries = Omit<Series, 'timesMs'> & { timesMs: Float64Array | undefined };

/** Steps, both included. */
export interface StepRange {
  from: number;
  to: number;
}

export interface Point {
  step: number;
  value: number;
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

  // Prepared once: a report runs them for each of its metrics, and building a query takes longer than running it.
  const ofPlaceholders = and(
    eq(pointChunks.runId, sql.placeholder('runId')),
    eq(pointChunks.metric, sql.placeholder('metric')),
  );
  const insertChunk = orm
    .insert(pointChunks)
    .values({
      runId: sql.placeholder('runId'),
      metric: sql.placeholder('metric'),
      firstStep: sql.placeholder('firstStep'),
      lastStep: sql.placeholder('lastStep'),
      count: sql.placeholder('count'),
      steps: sql.placeholder('steps'),
      values: sql.placeholder('values'),
      timesMs: sql.placeholder('timesMs'),
    })
    .prepare();
  /** Of the small chunks at the end there are never more. */
  const newestChunks = orm
    .select({ lastStep: pointChunks.lastStep, count: pointChunks.count })
    .from(pointChunks)
    .where(ofPlaceholders)
    .orderBy(desc(pointChunks.firstStep))
    .limit(mergeAt - 1)
    .prepare();
  const metricsOfRun = orm
    .selectDistinct({ metric: pointChunks.metric })
    .from(pointChunks)
    .where(eq(pointChunks.runId, sql.placeholder('runId')))
    .prepare();
  // A range is read with the chunk before and the one after it: each may hold the point that its line comes from.
  const inRange = and(
    ofPlaceholders,
    sql`${pointChunks.firstStep} >= coalesce((select max(first_step) from point_chunks where run_id = ${sql.placeholder('runId')} and metric = ${sql.placeholder('metric')} and first_step < ${sql.placeholder('from')}), 0)`,
    sql`${pointChunks.firstStep} <= coalesce((select min(first_step) from point_chunks where run_id = ${sql.placeholder('runId')} and metric = ${sql.placeholder('metric')} and first_step > ${sql.placeholder('to')}), ${maxStep})`,
  );
  const drawnColumns = {
    count: pointChunks.count,
    steps: pointChunks.steps,
    values: pointChunks.values,
  };
  const chunksInRange = orm
    .select(drawnColumns)
    .from(pointChunks)
    .where(inRange)
    .orderBy(asc(pointChunks.firstStep))
    .prepare();
  // Times are as large as values, and few charts show them.
  const timedChunksInRange = orm
    .select({ ...drawnColumns, timesMs: pointChunks.timesMs })
    .from(pointChunks)
    .where(inRange)
    .orderBy(asc(pointChunks.firstStep))
    .prepare();
  const chunkAt = orm
    .select({
      count: pointChunks.count,
      steps: pointChunks.steps,
      values: pointChunks.values,
      timesMs: pointChunks.timesMs,
    })
    .from(pointChunks)
    .where(and(ofPlaceholders, lte(pointChunks.firstStep, sql.placeholder('step'))))
    .orderBy(desc(pointChunks.firstStep))
    .limit(1)
    .prepare();

  function insert(runId: string, metric: string, { steps, values, timesMs }: Series): void {
    insertChunk.run({
      runId,
      metric,
      firstStep: steps[0] ?? 0,
      lastStep: steps.at(-1) ?? 0,
      count: steps.length,
      steps: bytesOf(steps),
      values: bytesOf(values),
      timesMs: bytesOf(timesMs),
    });
  }

  function mergeNewest(runId: string, metric: string): void {
    const chunks = orm
      .select()
      .from(pointChunks)
      .where(ofMetric(runId, metric))
      .orderBy(desc(pointChunks.firstStep))
      .limit(mergeAt)
      .all()
      .reverse();
    orm
      .delete(pointChunks)
      .where(and(ofMetric(runId, metric), gte(pointChunks.firstStep, chunks[0]?.firstStep ?? 0)))
      .run();
    insert(runId, metric, concatenate(chunks));
  }

  return {
    /**
     * @throws HeldoutError invalid_input where a step does not come after the one before it, stored or in the report
     */
    append(runId: string, columns: PointColumns): void {
      const { metric } = columns;
      if (columns.steps.length === 0) return;
      const newest = newestChunks.all({ runId, metric });
      checkRising(metric, columns.steps, newest[0]?.lastStep ?? -1);
      insert(runId, metric, {
        steps: Uint32Array.from(columns.steps),
        values: Float64Array.from(columns.values),
        timesMs: Float64Array.from(columns.timesMs),
      });
      const counts = [columns.steps.length, ...newest.map((chunk) => chunk.count)];
      if (counts.length === mergeAt && counts.every((count) => count < sealedPoints)) {
        mergeNewest(runId, metric);
      }
    },

    /**
     * Of every metric of a run its newest point at or before a step.
     *
     * @param except metrics that are left out
     */
    newestAt(runId: string, step: number, except: ReadonlySet<string>): Map<string, Point> {
      const points = new Map<string, Point>();
      for (const { metric } of metricsOfRun.all({ runId })) {
        if (except.has(metric)) continue;
        const chunk = chunkAt.get({ runId, metric, step: Math.min(step, maxStep) });
        if (!chunk) continue;
        const { steps, values } = concatenate([chunk]);
        const index = steps.findLastIndex((each) => each <= step);
        points.set(metric, { step: steps[index] ?? 0, value: values[index] ?? Number.NaN });
      }
      return points;
    },

    metricsOf: (runId: string): string[] => metricsOfRun.all({ runId }).map(({ metric }) => metric),

    /** One curve, or of a range its points and the nearest one on either side; empty where there is none. */
    curve(
      runId: string,
      metric: string,
      { range, times }: { range?: StepRange | undefined; times: boolean },
    ): DrawnSeries {
      const { from, to } = range ?? { from: 0, to: maxStep };
      const place = { runId, metric, from, to };
      const series = times
        ? concatenate(timedChunksInRange.all(place))
        : { ...concatenatePoints(chunksInRange.all(place)), timesMs: undefined };
      return range ? around(series, range) : series;
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

    /** Drops points of steps after this one: an attempt that goes on from there tells them again. */
    cutAfter(runId: string, step: number): void {
      const ofRun = eq(pointChunks.runId, runId);
      const crossing = orm
        .select()
        .from(pointChunks)
        .where(and(ofRun, lte(pointChunks.firstStep, step), gt(pointChunks.lastStep, step)))
        .all();
      orm
        .delete(pointChunks)
        .where(and(ofRun, gt(pointChunks.lastStep, step)))
        .run();
      for (const chunk of crossing) {
        const { steps, values, timesMs } = concatenate([chunk]);
        const kept = steps.findIndex((each) => each > step);
        insert(runId, chunk.metric, {
          steps: steps.slice(0, kept),
          values: values.slice(0, kept),
          timesMs: timesMs.slice(0, kept),
        });
      }
    },
    /** A run that is trained again starts from nothing. */
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

interface PointChunk {
  count: number;
  steps: Buffer;
  values: Buffer;
}

function concatenatePoints(chunks: readonly PointChunk[]): Pick<Series, 'steps' | 'values'> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  const steps = new Uint32Array(total);
  const values = new Float64Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    steps.set(uint32Of(chunk.steps), offset);
    values.set(float64Of(chunk.values), offset);
    offset += chunk.count;
  }
  return { steps, values };
}

function concatenate(chunks: readonly (PointChunk & { timesMs: Buffer })[]): Series {
  const { steps, values } = concatenatePoints(chunks);
  const timesMs = new Float64Array(steps.length);
  let offset = 0;
  for (const chunk of chunks) {
    timesMs.set(float64Of(chunk.timesMs), offset);
    offset += chunk.count;
  }
  return { steps, values, timesMs };
}

/** Without the points that are neither in the range nor next to it. */
function around({ steps, values, timesMs }: DrawnSeries, { from, to }: StepRange): DrawnSeries {
  const first = Math.max(0, firstAtOrAfter(steps, from) - 1);
  const end = Math.min(steps.length, firstAtOrAfter(steps, to + 1) + 1);
  return {
    steps: steps.subarray(first, end),
    values: values.subarray(first, end),
    timesMs: timesMs?.subarray(first, end),
  };
}

/** @returns the index of the first step that is this large, steps.length where none is */
function firstAtOrAfter(steps: Uint32Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
