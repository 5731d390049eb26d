import type { RunRow } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import { runKey } from '../runKey';

type RankedRun = Pick<RunRow, 'id' | 'variantIndex' | 'seed' | 'result' | 'tested'>;

export interface Ranking {
  /** The reported metric: test/bleu. */
  metric: string;
  goal: 'minimize' | 'maximize';
}

/** By what a sweep reports; its goal is that of another metric, the one that validation chooses by. */
export function reportRanking({ report, goal }: { report: string; goal: Ranking['goal'] }): Ranking {
  const own = metricText(report).goal;
  return { metric: report, goal: own === 'none' ? goal : own };
}

/** A run's value of the reported metric at its best step: of the whole test split where it has come so far. */
export function reportedValue(run: Pick<RunRow, 'result' | 'tested'>, metric: string): number | undefined {
  return run.tested.best?.scores[metric]?.value ?? run.result.atBest[metric];
}

/** The best first; runs without a value last, in their order. */
export function rankedRuns<Run extends RankedRun>(runs: readonly Run[], { metric, goal }: Ranking): Run[] {
  const sign = goal === 'minimize' ? 1 : -1;
  const key = (run: Run) => {
    const value = reportedValue(run, metric);
    return value === undefined || Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return runs
    .map((run) => ({ run, key: key(run) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key - b.key))
    .map(({ run }) => run);
}

/**
 * The runs whose translations are worth reading beside one another, the best first: all of them if they are few; else
 * one a variant (its best), and of these the best, the baseline, the worst, and of the rest such that they lie evenly
 * between.
 */
export function tellingRuns<Run extends RankedRun>(
  runs: readonly Run[],
  { count, baseline, ranking }: { count: number; baseline: number | undefined; ranking: Ranking },
): Run[] {
  const ranked = rankedRuns(runs, ranking);
  if (ranked.length <= count) return ranked;
  const seen = new Set<number>();
  const variants = ranked.filter(({ variantIndex }) => !seen.has(variantIndex) && seen.add(variantIndex));
  if (variants.length <= count) return variants;
  const chosen = new Set<number>([0]);
  const base = variants.findIndex(({ variantIndex }) => variantIndex === baseline);
  if (base !== -1 && chosen.size < count) chosen.add(base);
  const measured = variants.filter((run) => reportedValue(run, ranking.metric) !== undefined).length;
  const last = (measured || variants.length) - 1;
  if (chosen.size < count) chosen.add(last);
  const rest = Array.from({ length: last }, (_, index) => index).filter((index) => !chosen.has(index));
  const wanted = Math.min(count - chosen.size, rest.length);
  for (let i = 0; i < wanted; i += 1) {
    const index = rest[Math.floor(((i + 1) * rest.length) / (wanted + 1))];
    if (index !== undefined) chosen.add(index);
  }
  return variants.filter((_, index) => chosen.has(index));
}

/** The run that an address names; undefined where the sweep has none of that key. */
export function runOfKey<Run extends RankedRun>(runs: readonly Run[], key: string | null): Run | undefined {
  return key === null ? undefined : runs.find((run) => runKey(run) === key);
}
