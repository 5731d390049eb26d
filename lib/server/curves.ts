import type { CurvesResponse } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import { bucketMinMax } from '@/lib/series/bucketMinMax';
import { requireRun, requireSweep, stepsPerEpoch } from './rows';
import { server } from './server';

/** Wider than any screen. */
const maxBuckets = 10_000;

export type CurvesQuery = ({ sweepId: string } | { runId: string }) & {
  /** Empty: every metric there is. */
  metrics: string[];
  /** Longer curves are reduced to about this many columns of a chart, see bucketMinMax. */
  buckets: number;
};

/**
 * The curves of a run, or of every run of a sweep; a metric that a run has no points of is left out.
 *
 * @throws HeldoutError not_found, invalid_input where buckets is not 1 to 10,000
 */
export function getCurves(query: CurvesQuery): CurvesResponse {
  const { buckets, metrics } = query;
  if (!(Number.isInteger(buckets) && buckets >= 1 && buckets <= maxBuckets)) {
    throw new HeldoutError(
      'invalid_input',
      `Reading curves: got buckets ${buckets}, expected a whole number from 1 to ${maxBuckets}.`,
      { path: 'buckets' },
    );
  }
  const context = server();
  const runs =
    'runId' in query
      ? [requireRun(context, query.runId)]
      : context.store.runs.ofSweep(requireSweep(context, query.sweepId).id);
  const curves = context.store.points.read(
    runs.map(({ id }) => id),
    metrics.length === 0 ? undefined : metrics,
  );
  return {
    runs: runs.map(({ id, progress }) => ({
      runId: id,
      stepsPerEpoch: stepsPerEpoch(progress),
      curves: [...(curves.get(id) ?? [])].map(([metric, series]) => {
        const { steps, values, total, shown } = bucketMinMax(series.steps, series.values, buckets);
        return { metric, steps, values, total, shown };
      }),
    })),
  };
}
