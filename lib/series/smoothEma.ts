import { HeldoutError } from '@/lib/domain/errors';

/**
 * Exponential moving average, corrected for its start at 0, point by point as in TensorBoard's scalar charts
 * (resmoothDataset in vz_line_chart2/line-chart.ts; the correction is that of Kingma & Ba 2015 §3). NaN and
 * infinities stay where they are and do not enter the average; a constant curve stays what it is.
 *
 * @param weight 0 (no smoothing) to below 1: how much of the average so far is kept at each point
 * @returns values, as many as given, and the method's name, to be shown beside the curve
 * @throws HeldoutError invalid_input when the weight is outside its range
 */
export function smoothEma(values: ArrayLike<number>, weight: number): { values: number[]; method: string } {
  if (!(weight >= 0 && weight < 1)) {
    throw new HeldoutError(
      'invalid_input',
      `smoothEma: got weight ${weight}, expected 0 or more and below 1.`,
    );
  }
  const given = Array.from(values);
  return {
    values: given.every((value) => value === given[0]) ? given : debiasedAverages(given, weight),
    method: `EMA ${weight}, debiased`,
  };
}

function debiasedAverages(values: readonly number[], weight: number): number[] {
  let average = 0;
  let count = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    count++;
    return average / (1 - weight ** count);
  });
}
