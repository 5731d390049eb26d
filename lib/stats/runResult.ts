import type { RunResult } from '@/lib/domain/api';

/** One metric's curve; steps rise, values may be NaN or infinite. */
export interface MetricSeries {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface Objective {
  metric: string;
  goal: 'minimize' | 'maximize';
  /** What the tables report at the best step. */
  report: string;
}

/**
 * The numbers of a run's row: the best step by the objective (a validation metric, so that choosing does not flatter
 * the test scores), every metric there, and every metric's newest value.
 *
 * Where the reported metric is measured less often than the objective (BLEU once an epoch, loss more often), only the
 * steps that have both are candidates: the reported score is then the score of the very parameters that were chosen.
 * Any other metric counts with its last value at or before the best step.
 *
 * @param stepsPerEpoch null while it is not known; bestEpoch is null then
 */
export function runResult(
  curves: ReadonlyMap<string, MetricSeries>,
  objective: Objective,
  stepsPerEpoch: number | null,
): RunResult {
  const objectiveCurve = curves.get(objective.metric);
  const reportCurve = curves.get(objective.report);
  const reported = reportCurve && new Set(Array.from(reportCurve.steps));
  const best = objectiveCurve ? bestStep(objectiveCurve, objective.goal, reported) : null;
  return {
    bestStep: best,
    bestEpoch: best === null || !stepsPerEpoch ? null : best / stepsPerEpoch,
    atBest: best === null ? {} : valuesAt(curves, best),
    last: valuesAt(curves, Number.POSITIVE_INFINITY),
  };
}

/**
 * The first of equals; NaN and infinities, which a diverged run leaves behind, are never best.
 *
 * @param candidates undefined: every step is one
 */
function bestStep(
  { steps, values }: MetricSeries,
  goal: Objective['goal'],
  candidates: ReadonlySet<number> | undefined,
): number | null {
  const sign = goal === 'maximize' ? 1 : -1;
  let best: number | null = null;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < steps.length; i++) {
    const value = sign * (values[i] ?? Number.NaN);
    if (candidates && !candidates.has(steps[i] ?? Number.NaN)) continue;
    if (Number.isFinite(value) && value > bestValue) {
      bestValue = value;
      best = steps[i] ?? null;
    }
  }
  return best;
}

function valuesAt(curves: ReadonlyMap<string, MetricSeries>, step: number): Record<string, number> {
  const entries = [...curves].flatMap(([metric, { steps, values }]) => {
    const index = lastAtOrBefore(steps, step);
    const value = values[index];
    return value === undefined ? [] : [[metric, value] as const];
  });
  return Object.fromEntries(entries);
}

/** @returns -1 where every step is later */
function lastAtOrBefore(steps: ArrayLike<number>, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] ?? Number.POSITIVE_INFINITY) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
