/** value = limit + scale · size^(−exponent): how scores and losses change with the amount of data (Hestness et al. 2017). */
export interface PowerLaw {
  limit: number;
  scale: number;
  exponent: number;
}

const exponents = Array.from({ length: 61 }, (_, at) => 0.05 * 60 ** (at / 60));

/**
 * Least squares by variable projection (Golub & Pereyra 1973): for an exponent, limit and scale are a straight line's; the
 * exponent is looked for on a grid from 0.05 to 3 in equal ratios, and then between the neighbours of the best.
 *
 * @param points of at least three sizes
 */
export function fitPowerLaw(points: readonly { size: number; value: number }[]): PowerLaw {
  const errors = exponents.map((exponent) => lineFor(points, exponent).squares);
  const best = errors.indexOf(Math.min(...errors));
  let [low, high] = [exponents[Math.max(0, best - 1)] ?? 0, exponents[Math.min(60, best + 1)] ?? 3];
  const ratio = (Math.sqrt(5) - 1) / 2;
  // Golden section: 60 steps narrow the bracket to its last digits.
  for (let step = 0; step < 60; step++) {
    const inner = high - ratio * (high - low);
    const outer = low + ratio * (high - low);
    if (lineFor(points, inner).squares < lineFor(points, outer).squares) high = outer;
    else low = inner;
  }
  const exponent = (low + high) / 2;
  const { limit, scale } = lineFor(points, exponent);
  return { limit, scale, exponent };
}

export function powerLawAt({ limit, scale, exponent }: PowerLaw, size: number): number {
  return limit + scale * size ** -exponent;
}

/** @returns the size at which the law comes to the value; Infinity where it never does */
export function sizeFor({ limit, scale, exponent }: PowerLaw, value: number): number {
  const share = scale / (value - limit);
  return share > 0 && Number.isFinite(share) ? share ** (1 / exponent) : Number.POSITIVE_INFINITY;
}

function lineFor(points: readonly { size: number; value: number }[], exponent: number) {
  const n = points.length;
  const xs = points.map(({ size }) => size ** -exponent);
  const meanX = xs.reduce((sum, x) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { value }) => sum + value, 0) / n;
  let [xx, xy] = [0, 0];
  for (const [at, { value }] of points.entries()) {
    const dx = (xs[at] ?? 0) - meanX;
    xx += dx * dx;
    xy += dx * (value - meanY);
  }
  const scale = xx > 0 ? xy / xx : 0;
  const limit = meanY - scale * meanX;
  const squares = points.reduce(
    (sum, { value }, at) => sum + (value - limit - scale * (xs[at] ?? 0)) ** 2,
    0,
  );
  return { limit, scale, squares };
}
