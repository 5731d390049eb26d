import { studentQuantile } from '@/lib/series/studentQuantile';
import { noncentralStudentCdf } from './distributions';

/** What is asked of a sweep: to see a difference of `target` in four of five sweeps, at the usual level. */
export const wantedPower = 0.8;
export const testLevel = 0.05;
/** More seeds than this are no advice. */
const mostSeeds = 1000;

export interface PlannedEffect {
  /** Standard deviation of one run's noise, in the metric's unit. */
  noise: number;
  /** Matched cells that the effect is the mean of. */
  cells: number;
  /** Below this p a difference is shown; default: 0.05. */
  level?: number;
}

/**
 * The chance that an effect of size `target` is found: the two-sided test of a mean of cells × seeds paired differences, each
 * with standard deviation √2 · noise, by the noncentral t with cells × (seeds − 1) degrees of freedom (Cohen 1988 §2; both
 * tails count, as in R's power.t.test(strict = TRUE)).
 *
 * @param seeds 2 or more
 */
export function powerOf(
  { noise, cells, level = testLevel }: PlannedEffect,
  seeds: number,
  target: number,
): number {
  const freedom = cells * (seeds - 1);
  const noncentrality = (Math.abs(target) * Math.sqrt(cells * seeds)) / (noise * Math.SQRT2);
  // Beyond this jStat's series has nothing to add: the power is 1 to nine digits.
  if (noncentrality > 30) return 1;
  const bound = studentQuantile(1 - level / 2, freedom);
  return (
    1 -
    noncentralStudentCdf(bound, freedom, noncentrality) +
    noncentralStudentCdf(-bound, freedom, noncentrality)
  );
}

/**
 * How many seeds a variant would have to have more until powerOf reaches four of five.
 *
 * @param seeds those that there are, 0 or more
 * @returns 0 where they are enough already; null where more than a thousand would be needed
 */
export function moreSeedsFor(planned: PlannedEffect, seeds: number, target: number): number | null {
  if (!(planned.noise > 0)) return 0;
  const isEnough = (count: number) => powerOf(planned, count, target) >= wantedPower;
  const first = Math.max(2, seeds);
  if (isEnough(first)) return first - seeds;
  // Power rises with seeds, so the border is found by doubling and halving.
  let [low, high] = [first, first * 2];
  while (!isEnough(high)) {
    if (high > mostSeeds) return null;
    [low, high] = [high, high * 2];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high - seeds > mostSeeds ? null : high - seeds;
}
