import { studentQuantile } from './studentQuantile';

export interface CurveValues {
  /** Ascending. */
  steps: readonly number[];
  /** [steps.length]; NaN and infinities count as not measured. */
  values: readonly number[];
}

export interface MeanCurve {
  steps: number[];
  mean: number[];
  low: number[];
  high: number[];
  /** How many curves each mean is of: 2 or more. */
  count: number[];
}

/**
 * The mean of several curves (the seeds of a variant) with an interval around it. Its steps are those at which at least
 * two curves have a value: nothing is interpolated, and a single value has no interval.
 *
 * @param level of confidence, 0 to 1 (0.95): mean ± t · s / √n with Student's t of n − 1 degrees of freedom, which
 *   takes the seeds' means as normally distributed; or 'range': from the smallest to the largest
 */
export function meanWithInterval(curves: readonly CurveValues[], level: number | 'range'): MeanCurve {
  const byStep = new Map<number, number[]>();
  for (const { steps, values } of curves) {
    steps.forEach((step, index) => {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) return;
      const known = byStep.get(step);
      if (known) known.push(value);
      else byStep.set(step, [value]);
    });
  }
  const curve: MeanCurve = { steps: [], mean: [], low: [], high: [], count: [] };
  const shared = [...byStep].filter(([, values]) => values.length > 1).sort(([a], [b]) => a - b);
  for (const [step, values] of shared) {
    const { mean, low, high } = intervalOf(values, level);
    curve.steps.push(step);
    curve.mean.push(mean);
    curve.low.push(low);
    curve.high.push(high);
    curve.count.push(values.length);
  }
  return curve;
}

/** @param values two or more, finite */
function intervalOf(
  values: readonly number[],
  level: number | 'range',
): { mean: number; low: number; high: number } {
  const count = values.length;
  const smallest = Math.min(...values);
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = Math.min(largest, Math.max(smallest, sum / count));
  if (level === 'range') return { mean, low: smallest, high: largest };
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (count - 1) / count);
  const half = studentQuantile((1 + level) / 2, count - 1) * standardError;
  return { mean, low: mean - half, high: mean + half };
}
