import type { MetricSeries } from './runResult';

/** A test loss within this share of its minimum is taken to be as good: what fluctuates by less is not yet worse. */
export const onsetTolerance = 0.01;

/**
 * The step after which a model only remembers: the last at which test loss is within `tolerance` of its minimum, where
 * test loss was measured again afterwards and train loss is lower at its end than at that step. From there on test loss
 * never comes back to its minimum while train loss falls.
 *
 * Test losses that are NaN or infinite count as worse than any number. Train loss at the onset is its newest finite
 * value at or before it, at the end its newest finite one.
 *
 * @param tolerance share of the minimum's size, 0 or more
 * @returns undefined where test loss is at its minimum still (or nothing was measured after it), where train loss does
 *   not fall any more, and where either has no finite value
 */
export function overfittingOnset(
  train: MetricSeries,
  test: MetricSeries,
  tolerance = onsetTolerance,
): number | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < test.steps.length; at++) {
    const value = test.values[at] ?? Number.NaN;
    if (Number.isFinite(value) && value < least) least = value;
  }
  if (!Number.isFinite(least)) return undefined;
  const limit = least + tolerance * Math.abs(least);
  let last = test.steps.length - 1;
  while (last >= 0 && !((test.values[last] ?? Number.NaN) <= limit)) last--;
  const onset = test.steps[last];
  if (onset === undefined || last === test.steps.length - 1) return undefined;
  const trainThere = newestFinite(train, onset);
  const trainLast = newestFinite(train, Number.POSITIVE_INFINITY);
  if (trainThere === undefined || trainLast === undefined || trainLast >= trainThere) return undefined;
  return onset;
}

/** test − train at the steps at which both were measured; of finite values alone. */
export function generalisationGap(
  train: MetricSeries,
  test: MetricSeries,
): { steps: number[]; values: number[] } {
  const trainAt = new Map(Array.from(train.steps, (step, at) => [step, train.values[at] ?? Number.NaN]));
  const gap = { steps: [] as number[], values: [] as number[] };
  for (let at = 0; at < test.steps.length; at++) {
    const step = test.steps[at] ?? Number.NaN;
    const value = (test.values[at] ?? Number.NaN) - (trainAt.get(step) ?? Number.NaN);
    if (!Number.isFinite(value)) continue;
    gap.steps.push(step);
    gap.values.push(value);
  }
  return gap;
}

function newestFinite({ steps, values }: MetricSeries, atMost: number): number | undefined {
  for (let at = steps.length - 1; at >= 0; at--) {
    const value = values[at] ?? Number.NaN;
    if ((steps[at] ?? Number.NaN) <= atMost && Number.isFinite(value)) return value;
  }
  return undefined;
}
