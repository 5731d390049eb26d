import { setImmediate as breathe } from 'node:timers/promises';
import type { StepRange } from '@/db/points';
import type { RunRecord } from '@/db/runs';
import type { Curve, CurvesResponse } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import { toJsonText } from '@/lib/domain/metric';
import { isFinal } from '@/lib/domain/run';
import { keptIndices } from '@/lib/series/bucketMinMax';
import { roundedForCharts } from '@/lib/series/roundedForCharts';
import type { ServerContext } from './context';
import { curveCache } from './curveCache';
import { requireRun, requireSweep, stepsPerEpoch, tokensPerStep } from './rows';
import { server } from './server';

/** Wider than any screen. */
const maxBuckets = 10_000;
/** Between two of these the server answers others: reports come in while a hundred curves are read. */
const runsAtOnce = 8;

/** What of each run is asked for. */
export interface CurvesShape {
  /** Empty: every metric there is. */
  metrics: readonly string[];
  /** Longer curves are reduced to about this many columns of a chart, see bucketMinMax. */
  buckets: number;
  /** Only these steps are reduced to `buckets`, and the nearest point on either side. */
  range?: StepRange | undefined;
  /** With the time of each point. */
  times?: boolean | undefined;
}

/** All runs of a sweep, some of them, or any runs. */
export type CurvesQuery = CurvesShape &
  ({ sweepId: string; runIds?: readonly string[] | undefined } | { runIds: readonly string[] });

/**
 * The curves of runs; a metric that a run has no points of is left out. Values of a curve that is reduced are rounded to
 * seven significant digits.
 *
 * @throws HeldoutError not_found, invalid_input where buckets is not 1 to 10,000
 */
export function getCurves(query: CurvesQuery): CurvesResponse {
  const context = server();
  checkBuckets(query.buckets);
  return {
    runs: runsOf(context, query).map((run) => ({
      ...headOf(run),
      curves: metricsOf(context, run, query).flatMap(
        (metric) => readCurve(context, run.id, metric, query) ?? [],
      ),
    })),
  };
}

/**
 * The same as JSON. Curves of runs that have ended are kept as text: they are read, reduced and written once, however
 * many pages show them.
 *
 * @throws HeldoutError as getCurves
 */
export async function getCurvesText(query: CurvesQuery): Promise<string> {
  const context = server();
  checkBuckets(query.buckets);
  const parts: string[] = [];
  for (const [index, run] of runsOf(context, query).entries()) {
    if (index > 0 && index % runsAtOnce === 0) await breathe();
    const curves = metricsOf(context, run, query).flatMap(
      (metric) => curveText(context, run, metric, query) ?? [],
    );
    const head = toJsonText(headOf(run));
    parts.push(`${head.slice(0, -1)},"curves":[${curves.join(',')}]}`);
  }
  return `{"runs":[${parts.join(',')}]}`;
}

function checkBuckets(buckets: number): void {
  if (Number.isInteger(buckets) && buckets >= 1 && buckets <= maxBuckets) return;
  throw new HeldoutError(
    'invalid_input',
    `Reading curves: got buckets ${buckets}, expected a whole number from 1 to ${maxBuckets}.`,
    { path: 'buckets' },
  );
}

function runsOf(context: ServerContext, query: CurvesQuery): RunRecord[] {
  if (!('sweepId' in query)) return query.runIds.map((id) => requireRun(context, id));
  const runs = context.store.runs.ofSweep(requireSweep(context, query.sweepId).id);
  if (!query.runIds) return runs;
  const byId = new Map(runs.map((run) => [run.id, run]));
  return query.runIds.map((id) => {
    const run = byId.get(id);
    if (run) return run;
    throw new HeldoutError('not_found', `There is no run ${JSON.stringify(id)} in sweep ${query.sweepId}.`);
  });
}

function headOf({
  id,
  progress,
  facts,
  startedAtMs,
}: RunRecord): Omit<CurvesResponse['runs'][number], 'curves'> {
  return {
    runId: id,
    stepsPerEpoch: stepsPerEpoch(progress),
    tokensPerStep: tokensPerStep(progress, facts),
    startedAtMs,
  };
}

function metricsOf({ store }: ServerContext, run: RunRecord, { metrics }: CurvesShape): readonly string[] {
  return metrics.length > 0 ? metrics : store.points.metricsOf(run.id);
}

function curveText(
  context: ServerContext,
  run: RunRecord,
  metric: string,
  shape: CurvesShape,
): string | undefined {
  const read = () => {
    const curve = readCurve(context, run.id, metric, shape);
    return curve && textOf(curve);
  };
  // A run that has ended gets no points any more; trained again, it is another attempt.
  if (!isFinal(run.state)) return read();
  const { buckets, range, times = false } = shape;
  const key = JSON.stringify([run.id, run.attempt, metric, buckets, range?.from, range?.to, times]);
  return curveCache(context).get(key, read);
}

/** Without the function a number that toJsonText needs: few curves have a value that JSON cannot write. */
function textOf(curve: Curve): string {
  return curve.values.every(Number.isFinite) ? JSON.stringify(curve) : toJsonText(curve);
}

function readCurve(
  { store }: ServerContext,
  runId: string,
  metric: string,
  { buckets, range, times = false }: CurvesShape,
): Curve | undefined {
  const { steps, values, timesMs } = store.points.curve(runId, metric, { range, times });
  if (steps.length === 0) return undefined;
  const kept = keptIndices(steps, values, buckets);
  const at = (column: Uint32Array | Float64Array) => kept.map((index) => column[index] ?? Number.NaN);
  // A curve that is whole is told as it was measured; of a reduced one a chart shows less than that by far, and with all
  // of their digits a hundred of them are twice as large.
  const isReduced = kept.length < steps.length;
  return {
    metric,
    steps: at(steps),
    values: isReduced ? at(values).map(roundedForCharts) : at(values),
    ...(timesMs ? { timesMs: at(timesMs) } : {}),
    total: steps.length,
    shown: kept.length,
  };
}
