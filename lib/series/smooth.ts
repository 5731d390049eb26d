import { HeldoutError } from '@/lib/domain/errors';

export const smoothingKinds = ['none', 'ema', 'gaussian', 'mean'] as const;
export type SmoothingKind = (typeof smoothingKinds)[number];

export interface Smoothing {
  kind: SmoothingKind;
  /**
   * ema: weight of what was, 0 to 0.99; gaussian: standard deviation in points, 0 or more; mean: width of the window in
   * points, 1 or more. Not looked at for none.
   */
  amount: number;
}

/**
 * A curve made smoother, for the eye alone: nothing is chosen or reported by it.
 *
 * ema is TensorBoard's: an exponential moving average, divided by 1 − weight^n so that its beginning is not drawn
 * towards zero (tensorboard/components/vz_line_chart2/line-chart.ts, resmoothDataset; a curve of one constant is left
 * as it is). gaussian and mean are Weights & Biases' kernels (docs.wandb.ai, Smooth line plots): an average of the points
 * around each, weighted by a Gaussian of their distance in points, or evenly over a centred window. At the ends a
 * kernel averages what there is. NaN and infinities stay where they are and take part in no average.
 *
 * @param xs [ys.length], ascending; kernels count in points, so that a curve is smoothed alike whatever x is shown
 * @returns [ys.length]
 * @throws HeldoutError invalid_input when lengths differ or the amount is out of its range
 */
export function smooth({ kind, amount }: Smoothing, xs: readonly number[], ys: readonly number[]): number[] {
  check(kind, amount, xs, ys);
  switch (kind) {
    case 'none':
      return [...ys];
    case 'ema':
      return exponential(ys, amount);
    case 'gaussian':
      return amount === 0 ? [...ys] : kernel(ys, gaussianWeights(amount));
    case 'mean':
      return kernel(ys, boxWeights(Math.round(amount)));
  }
}

function exponential(ys: readonly number[], weight: number): number[] {
  const first = ys[0];
  if (ys.every((y) => y === first)) return [...ys];
  let last = 0;
  let leftOver = 1;
  return ys.map((y) => {
    if (!Number.isFinite(y)) return y;
    last = last * weight + (1 - weight) * y;
    leftOver *= weight;
    return last / (1 - leftOver);
  });
}

/** One side of a symmetric kernel: the weight at distance 0, 1, 2, … points. Beyond 3 σ lies 0.3 % of the weight. */
function gaussianWeights(sigma: number): number[] {
  return Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, distance) =>
    Math.exp(-((distance / sigma) ** 2) / 2),
  );
}

/** An even width is centred by giving half the weight to either end. */
function boxWeights(width: number): number[] {
  const half = Math.floor(width / 2);
  return Array.from({ length: half + 1 }, (_, distance) => (width % 2 === 0 && distance === half ? 0.5 : 1));
}

function kernel(ys: readonly number[], weights: readonly number[]): number[] {
  const reach = weights.length - 1;
  return ys.map((y, index) => {
    if (!Number.isFinite(y)) return y;
    let [sum, total, low, high] = [0, 0, y, y];
    for (let at = Math.max(0, index - reach); at <= Math.min(ys.length - 1, index + reach); at++) {
      const neighbour = ys[at] ?? Number.NaN;
      if (!Number.isFinite(neighbour)) continue;
      const weight = weights[Math.abs(at - index)] ?? 0;
      sum += weight * neighbour;
      total += weight;
      if (neighbour < low) low = neighbour;
      if (neighbour > high) high = neighbour;
    }
    // An average lies between its terms; rounding must not carry it out of them.
    return Math.min(high, Math.max(low, sum / total));
  });
}

const ranges: Record<SmoothingKind, [number, number]> = {
  none: [-Infinity, Infinity],
  ema: [0, 0.99],
  gaussian: [0, Infinity],
  mean: [1, Infinity],
};

function check(kind: SmoothingKind, amount: number, xs: readonly number[], ys: readonly number[]): void {
  if (xs.length !== ys.length) {
    throw new HeldoutError(
      'invalid_input',
      `smooth: got ${xs.length} x and ${ys.length} y, expected as many of both.`,
    );
  }
  const [low, high] = ranges[kind];
  if (kind !== 'none' && !(amount >= low && amount <= high)) {
    throw new HeldoutError(
      'invalid_input',
      `smooth: got ${kind} with amount ${amount}, expected ${low} to ${high}.`,
    );
  }
}
