/**
 * The expected best of k of these n scores, drawn without replacement: Σ v₍ᵢ₎ · C(i − 1, k − 1) / C(n, k) over the scores in
 * rising order. Unbiased (Tang et al. 2020, "Showing Your Work Doesn't Always Work", ACL, §3.2), where drawing with
 * replacement (Dodge et al. 2019) promises too little. What so many trials of this kind of sweep lead one to expect.
 *
 * @param goal what best means
 * @param k 1 to scores.length
 */
export function expectedBest(scores: readonly number[], goal: 'minimize' | 'maximize', k: number): number {
  const rising = scores.toSorted((a, b) => (goal === 'maximize' ? a - b : b - a));
  const n = rising.length;
  // The share of draws whose best is the score at place i, from the last one on: C(i − 1, k − 1) / C(n, k) by its ratios.
  let share = k / n;
  let expected = 0;
  for (let place = n; place >= k; place--) {
    expected += share * (rising[place - 1] ?? Number.NaN);
    if (place > 1) share *= (place - k) / (place - 1);
  }
  return expected;
}

/** More points than that a line does not show. */
const mostPoints = 200;

/** expectedBest for 1 to all trials; of very many, at numbers in equal ratios. */
export function expectedBestCurve(
  scores: readonly number[],
  goal: 'minimize' | 'maximize',
): { trials: number; expected: number }[] {
  const n = scores.length;
  const trials =
    n <= mostPoints
      ? Array.from({ length: n }, (_, at) => at + 1)
      : [...new Set(Array.from({ length: mostPoints }, (_, at) => Math.round(n ** (at / (mostPoints - 1)))))];
  return trials.map((count) => ({ trials: count, expected: expectedBest(scores, goal, count) }));
}
