import jstat from 'jstat';

/** Probability distributions; the one file that knows jStat. */
const { studentt, noncentralt, ibeta } = jstat.jStat;

/** P(T ≤ x) of Student's t. */
export function studentCdf(x: number, freedom: number): number {
  return studentt.cdf(x, freedom);
}

/** Where P(T ≤ x) = share, of Student's t, for any share; lib/series/studentQuantile is what pages can have without jStat. */
export function studentQuantile(share: number, freedom: number): number {
  return studentt.inv(share, freedom);
}

/**
 * P(|T| ≥ |t|) of Student's t, as a tail: 1 − cdf would lose the digits of a small p (Abramowitz & Stegun 1964, 26.7.1).
 */
export function studentTails(t: number, freedom: number): number {
  return ibeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** P(F ≥ f) of Fisher's F, as a tail (Abramowitz & Stegun 1964, 26.6.2). */
export function fisherTail(f: number, freedom: number, residualFreedom: number): number {
  if (f <= 0) return 1;
  return ibeta(residualFreedom / (residualFreedom + freedom * f), residualFreedom / 2, freedom / 2);
}

/** P(T ≤ x) of the noncentral t. */
export function noncentralStudentCdf(x: number, freedom: number, noncentrality: number): number {
  return noncentralt.cdf(x, freedom, noncentrality);
}
