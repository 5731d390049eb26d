import type { CurvesResponse } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';

/**
 * At which step a metric is read. best: at the step that validation chose; last: the newest; own: at the metric's own
 * best step, which flatters it.
 */
export const tableMoments = ['best', 'last', 'own'] as const;
export type TableMoment = (typeof tableMoments)[number];

/** The own best of every metric: by run id, then metric. */
export type OwnBests = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The best value a curve ever had. The server keeps the extremes of whatever it buckets, so few buckets do. */
export function ownBests(curves: CurvesResponse): OwnBests {
  return new Map(
    curves.runs.map(({ runId, curves: of }) => [
      runId,
      new Map(
        of.flatMap(({ metric, values }) => {
          const { goal } = metricText(metric);
          const finite = values.filter(Number.isFinite);
          if (goal === 'none' || finite.length === 0) return [];
          return [[metric, goal === 'maximize' ? Math.max(...finite) : Math.min(...finite)] as const];
        }),
      ),
    ]),
  );
}
