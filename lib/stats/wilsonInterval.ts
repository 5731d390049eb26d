import type { Bounded } from '@/lib/domain/answer';

/** 97.5% of the standard normal distribution lie below. */
const normalQuantile = 1.959963984540054;

/**
 * A share with its 95% interval (Wilson 1927), which keeps within 0 and 1 and is sensible for few trials. Trials that share
 * a cell or a seed are not independent: of a probability of improvement it is a guide, and no verdict rests on it.
 *
 * @param successes ties count half
 */
export function wilsonInterval(successes: number, trials: number): Bounded {
  const share = successes / trials;
  const z2 = normalQuantile ** 2 / trials;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (normalQuantile * Math.sqrt((share * (1 - share)) / trials + z2 / trials / 4)) / (1 + z2);
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
