import type { AnsweredVariant, Bounded } from '@/lib/domain/answer';
import type { InputRun } from '@/lib/domain/answerInput';
import { studentQuantile } from '@/lib/series/studentQuantile';
import { meanOf, squaresOf } from './moments';
import { generalisationGap, overfittingOnset } from './overfitting';
import { quantile } from './quantile';
import type { MetricSeries } from './runResult';

/** Mean over seeds with Student's 95% interval; no bounds of one value, null of none. */
export function overSeeds(values: readonly number[]): Bounded | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const value = meanOf(finite);
  if (finite.length < 2) return { value, low: null, high: null };
  const error = Math.sqrt(squaresOf(finite) / (finite.length - 1) / finite.length);
  const half = studentQuantile(0.975, finite.length - 1) * error;
  return { value, low: value - half, high: value + half };
}

type Overfitting = Pick<AnsweredVariant, 'gap' | 'lastMinusBest' | 'onsetEpoch' | 'onsetRuns'>;

/**
 * How far a variant's runs part from what they were trained on: test loss − train loss at the best step and at the last, what
 * training on after the best step has cost in the reported metric, and the epoch from which on a run only remembers.
 *
 * @param reported the reported metric of a run at its best step and at its last
 * @param lossesCompare false where losses of the sweep are of different tokens: their gaps are left out
 */
export function overfittingOf(
  runs: readonly InputRun[],
  reported: (run: InputRun, moment: 'best' | 'last') => number | undefined,
  lossesCompare: boolean,
): Overfitting {
  const gaps = lossesCompare ? runs.map(gapsOf) : [];
  const onsets = runs.flatMap((run) => {
    const onset = overfittingOnset(curveOf(run, 'train/loss'), curveOf(run, 'test/loss'));
    return onset === undefined || !run.stepsPerEpoch ? [] : [onset / run.stepsPerEpoch];
  });
  const costs = runs.map(
    (run) => (reported(run, 'last') ?? Number.NaN) - (reported(run, 'best') ?? Number.NaN),
  );
  return {
    gap: {
      best: overSeeds(gaps.map(({ best }) => best)),
      last: overSeeds(gaps.map(({ last }) => last)),
    },
    lastMinusBest: overSeeds(costs),
    onsetEpoch: onsets.length === 0 ? null : quantile(onsets, 0.5),
    onsetRuns: onsets.length,
  };
}

/** NaN where it was not measured. */
function gapsOf(run: InputRun): { best: number; last: number } {
  const { steps, values } = generalisationGap(curveOf(run, 'train/loss'), curveOf(run, 'test/loss'));
  const { bestStep } = run.result;
  const at = bestStep === null ? -1 : steps.findLastIndex((step) => step <= bestStep);
  return { best: values[at] ?? Number.NaN, last: values.at(-1) ?? Number.NaN };
}

function curveOf(run: InputRun, metric: string): MetricSeries {
  return run.curves.find((curve) => curve.metric === metric) ?? { steps: [], values: [] };
}
