import type { RunsState, SweepRecord } from '@/db/sweeps';
import type { RunRow, SweepRow } from '@/lib/domain/api';
import { comparisonProblem, refusalText } from '@/lib/domain/comparison';
import type { FinalScores, Moment } from '@/lib/domain/score';
import { timeLeft } from '@/lib/stats/timeLeft';
import type { ServerContext } from './context';

/** What of a sweep's row is put together from its runs. */
export type SweepSummary = Pick<SweepRow, 'best' | 'comparisonProblem' | 'timeLeftMs' | 'spark'>;

/** Of a sparkline: about two pixels each. */
const sparkValues = 40;
/** Drawn where the best run has no point of the reported metric. */
const fallbackMetric = 'test/loss';

interface Kept {
  version: string;
  summary: SweepSummary;
}

const caches = new WeakMap<ServerContext, Map<string, Kept>>();

/**
 * Kept until a run of the sweep has changed or the sweep was edited: a list of hundreds of sweeps asks for all of
 * them every few seconds, and few change.
 */
export function sweepSummary(context: ServerContext, sweep: SweepRecord, state: RunsState): SweepSummary {
  const cache = caches.get(context) ?? new Map<string, Kept>();
  caches.set(context, cache);
  // An edit changes these before any run has changed.
  const edited = [sweep.variantCount, sweep.spec.seeds.length, sweep.estimate?.computeMs?.expected];
  const version = `${state.version} ${edited.join(' ')}`;
  const kept = cache.get(sweep.id);
  if (kept?.version === version) return kept.summary;
  const summary = summarise(context, sweep, state);
  cache.set(sweep.id, { version, summary });
  return summary;
}

function summarise(context: ServerContext, sweep: SweepRecord, { counts }: RunsState): SweepSummary {
  const { id, spec } = sweep;
  const objective = spec.objective.metric;
  const problem = comparisonProblem(objective, context.store.runs.comparisons(id));
  const best = problem === null ? bestRun(context, sweep) : null;
  return {
    best,
    comparisonProblem: problem === null ? null : refusalText([objective], problem),
    timeLeftMs: counts.running > 0 ? timeLeftOf(context, sweep) : null,
    spark: best && sparkOf(context, best.runId, spec.objective.report),
  };
}

function bestRun({ store }: ServerContext, { id, spec }: SweepRecord): SweepRow['best'] {
  const { goal, report: metric } = spec.objective;
  const best = store.runs.best(id, goal);
  if (!best) return null;
  const whole = testedOf(store.testReports.scoresOf([best.id]).get(best.id)).best;
  const value = whole?.scores[metric]?.value ?? best.result.atBest[metric];
  if (value === undefined) return null;
  return {
    runId: best.id,
    levels: store.sweeps.variant(id, best.variantIndex)?.levels ?? {},
    seed: best.seed,
    metric,
    value,
    sentences: whole?.scores[metric] ? whole.sentences : null,
    stoppedEarly: best.state === 'stopped',
  };
}

export function testedOf(finals: readonly FinalScores[] | undefined): RunRow['tested'] {
  const at = (moment: Moment) => finals?.find((final) => final.moment === moment) ?? null;
  return { best: at('best'), last: at('last') };
}

function timeLeftOf({ store }: ServerContext, { id, estimate, spec }: SweepRecord): SweepRow['timeLeftMs'] {
  const timings = store.sweeps.runTimings(id);
  const runs = timings.map(({ trainedMs, ...run }) => ({ ...run, durationMs: trainedMs }));
  return timeLeft(estimate, runs, spec.seeds.length) ?? null;
}

function sparkOf({ store }: ServerContext, runId: string, report: string): SweepRow['spark'] {
  for (const metric of [report, fallbackMetric]) {
    const { steps, values } = store.points.curve(runId, metric, { times: false });
    if (steps.length > 0) return { metric, values: inEqualDistances(values) };
  }
  return null;
}

function inEqualDistances(values: Float64Array): number[] {
  const last = values.length - 1;
  if (last < sparkValues) return [...values];
  return Array.from(
    { length: sparkValues },
    (_, i) => values[Math.round((i * last) / (sparkValues - 1))] ?? Number.NaN,
  );
}
