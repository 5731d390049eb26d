import type { LearningCurve } from '@/lib/domain/answer';
import { cellMean } from './cellMean';
import { grouped } from './grouped';
import { meanOf } from './moments';
import { NumpyRandom } from './numpyRandom';
import { fitPowerLaw, type PowerLaw, powerLawAt, sizeFor } from './powerLaw';
import { quantile } from './quantile';

/** One run: how many pairs it trained on, and everything else about it. */
export interface SizedRun {
  size: number;
  /** The other factors' levels. */
  cellKey: string;
  seed: number;
  value: number;
}

const resamples = 999;
/** An interval that spans more is no answer to 'how much data'. */
const widestRatio = 30;
const drawnSizes = 40;

/**
 * The reported metric over the size of the training set, a power law through it, and the size at which it would be better by
 * `gain`: extrapolation, which holds as far as the law does. Cells count alike within a size.
 *
 * The interval is of resampled seeds within each cell and size (999 percentile resamples, residuals widened by √(n/(n − 1)),
 * Davison & Hinkley 1997 §2.2.3, because a cell's few seeds show too little of their variance). A cell of one run varies as
 * the residuals of the others do; where more than half the cells have one run, nothing is said.
 *
 * @param gain in the metric's unit; negative where lower is better
 * @returns null where all runs have one size
 */
export function learningCurveOf(runs: readonly SizedRun[], gain: number): LearningCurve | null {
  const bySize = [...grouped(runs, ({ size }) => size)].sort(([a], [b]) => a - b);
  if (bySize.length < 2) return null;
  const points = bySize.map(([size, group]) => {
    const { value, low, high } = cellMean(group, null, 1);
    return { size, mean: { value, low, high }, runs: group.length };
  });
  const silent = (cannotSay: LearningCurve['cannotSay']): LearningCurve => ({
    gain,
    points,
    fit: null,
    needed: null,
    cannotSay,
  });
  if (bySize.length < 3) return silent('two-sizes');
  const cells = bySize.map(([size, group]) => ({
    size,
    values: [...grouped(group, ({ cellKey }) => cellKey).values()].map((cell) =>
      cell.map(({ value }) => value),
    ),
  }));
  const all = cells.flatMap(({ values }) => values);
  if (2 * all.filter(({ length }) => length > 1).length < all.length) return silent('one-seed');
  const fit = fitPowerLaw(points.map(({ size, mean }) => ({ size, value: mean.value })));
  const drawn = resampledPoints(cells);
  const smallest = points[0]?.mean.value ?? Number.NaN;
  const largestPoint = points.at(-1);
  const largest = largestPoint?.mean.value ?? Number.NaN;
  const sign = Math.sign(gain);
  const trends = drawn.map((means) => sign * ((means.at(-1)?.value ?? 0) - (means[0]?.value ?? 0)));
  if (!(sign * (largest - smallest) > 0) || quantile(trends, 0.025) <= 0) return silent('no-trend');
  const laws = drawn.map(fitPowerLaw);
  const curve = { gain, points, fit: { ...fit, drawn: band(fit, laws, points) } };
  const target = powerLawAt(fit, largestPoint?.size ?? 1) + gain;
  const size = sizeFor(fit, target);
  if (!Number.isFinite(size)) return { ...curve, needed: null, cannotSay: 'beyond-reach' };
  const sizes = laws.map((law) => sizeFor(law, powerLawAt(law, largestPoint?.size ?? 1) + gain));
  const [low, high] = [finiteQuantile(sizes, 0.025), finiteQuantile(sizes, 0.975)];
  if (!(high / low <= widestRatio)) return { ...curve, needed: null, cannotSay: 'interval-too-wide' };
  return {
    ...curve,
    needed: { gain, size, low: Math.min(low, size), high: Math.max(high, size) },
    cannotSay: null,
  };
}

function resampledPoints(cells: readonly { size: number; values: readonly (readonly number[])[] }[]) {
  const random = new NumpyRandom(12_345);
  const pool = cells.flatMap(({ values }) => values.flatMap(residualsOf));
  const draw = (cell: readonly number[]): number => {
    const from = cell.length < 2 ? pool : residualsOf(cell);
    const chosen = new Int32Array(cell.length);
    random.fillIntegers(from.length, chosen);
    return meanOf(cell) + meanOf(Array.from(chosen, (at) => from[at] ?? 0));
  };
  return Array.from({ length: resamples }, () =>
    cells.map(({ size, values }) => ({ size, value: meanOf(values.map(draw)) })),
  );
}

/** What the runs of a cell are off its mean, widened; none of a single run. */
function residualsOf(cell: readonly number[]): number[] {
  if (cell.length < 2) return [];
  const mean = meanOf(cell);
  const widened = Math.sqrt(cell.length / (cell.length - 1));
  return cell.map((value) => widened * (value - mean));
}

/** The curve from the smallest size to four times the largest. */
function band(fit: PowerLaw, laws: readonly PowerLaw[], points: LearningCurve['points']) {
  const smallest = points[0]?.size ?? 1;
  const largest = 4 * (points.at(-1)?.size ?? 1);
  return Array.from({ length: drawnSizes }, (_, at) => {
    const size = smallest * (largest / smallest) ** (at / (drawnSizes - 1));
    const values = laws.map((law) => powerLawAt(law, size));
    return {
      size,
      value: powerLawAt(fit, size),
      low: quantile(values, 0.025),
      high: quantile(values, 0.975),
    };
  });
}

/** Of values that may be infinite, between which nothing is interpolated. */
function finiteQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  return sorted[share < 0.5 ? Math.floor(place) : Math.ceil(place)] ?? Number.NaN;
}
