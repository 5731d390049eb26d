import { HeldoutError } from '@/lib/domain/errors';

/**
 * The quantile of Student's t distribution, by halving on its distribution function; exact to 1e-9 relative.
 *
 * @param share 0.5 to below 1: 0.975 for a two-sided interval of 95 %
 * @param freedom degrees of freedom, a whole number of 1 or more
 * @throws HeldoutError invalid_input outside of these
 */
export function studentQuantile(share: number, freedom: number): number {
  if (!(share >= 0.5 && share < 1 && Number.isInteger(freedom) && freedom >= 1)) {
    throw new HeldoutError(
      'invalid_input',
      `studentQuantile: got share ${share} and ${freedom} degrees of freedom, expected 0.5 to below 1 and a whole number of 1 or more.`,
    );
  }
  let low = 0;
  let high = 1;
  while (central(high, freedom) < 2 * share - 1) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (central(middle, freedom) < 2 * share - 1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The probability that |T| < t, in closed form for a whole number of degrees of freedom (Abramowitz and Stegun 1964,
 * 26.7.3 and 26.7.4).
 */
function central(t: number, freedom: number): number {
  const theta = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(theta);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}
