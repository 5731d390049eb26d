/**
 * Holm's step-down correction: the chance of any false finding in the family stays below the level, whatever the tests'
 * dependence (Holm 1979, Scandinavian Journal of Statistics 6). As R's p.adjust(p, 'holm').
 *
 * @param pValues null: no test could be made; it stays null and does not count
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  return corrected(pValues, (sorted) => {
    let largest = 0;
    return sorted.map((p, rank) => {
      largest = Math.max(largest, Math.min(1, (sorted.length - rank) * p));
      return largest;
    });
  });
}

/**
 * Benjamini and Hochberg's step-up correction: the expected share of false findings among all findings stays below the
 * level, for independent or positively dependent tests (Benjamini & Hochberg 1995, JRSS B 57). As R's p.adjust(p, 'BH').
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  return corrected(pValues, (sorted) => {
    let smallest = 1;
    return sorted
      .map((p, rank) => [p, rank] as const)
      .reverse()
      .map(([p, rank]) => {
        smallest = Math.min(smallest, (sorted.length / (rank + 1)) * p);
        return smallest;
      })
      .reverse();
  });
}

/** @param correct of the p values from the smallest on */
function corrected(
  pValues: readonly (number | null)[],
  correct: (sorted: number[]) => number[],
): (number | null)[] {
  const order = pValues.flatMap((p, place) => (p === null ? [] : [{ p, place }])).sort((a, b) => a.p - b.p);
  const values = correct(order.map(({ p }) => p));
  const result: (number | null)[] = pValues.map(() => null);
  for (const [rank, { place }] of order.entries()) result[place] = values[rank] ?? null;
  return result;
}
