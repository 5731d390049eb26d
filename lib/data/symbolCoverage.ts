const coverageSteps = [1, 2, 5];

export interface SymbolCoverage {
  symbolTypes: number;
  symbolsSeenOnce: number;
  coverage: { size: number; share: number }[];
  mostFrequent: { symbol: string; count: number }[];
}

/**
 * How much of a text the most frequent symbols make up.
 *
 * @param counts how often each symbol occurs
 * @param shown how many of the most frequent symbols are named; equally frequent ones by code unit
 */
export function symbolCoverage(counts: ReadonlyMap<string, number>, shown: number): SymbolCoverage {
  const ordered = mostFrequent(counts, counts.size);
  const total = ordered.reduce((sum, { count }) => sum + count, 0);
  const sizes = new Set(coverageSizes(ordered.length));
  const coverage: { size: number; share: number }[] = [];
  let covered = 0;
  ordered.forEach(({ count }, index) => {
    covered += count;
    if (sizes.has(index + 1)) coverage.push({ size: index + 1, share: covered / total });
  });
  return {
    symbolTypes: ordered.length,
    symbolsSeenOnce: ordered.filter(({ count }) => count === 1).length,
    coverage,
    mostFrequent: ordered.slice(0, shown),
  };
}

/** The `wanted` most frequent symbols, most frequent first, equally frequent ones by code unit. */
export function mostFrequent(
  counts: ReadonlyMap<string, number>,
  wanted: number,
): { symbol: string; count: number }[] {
  return Array.from(counts, ([symbol, count]) => ({ symbol, count }))
    .sort((a, b) => b.count - a.count || (a.symbol < b.symbol ? -1 : 1))
    .slice(0, wanted);
}

/** 1, 2, 5, 10, 20 … and the whole vocabulary. */
function coverageSizes(symbols: number): number[] {
  const sizes: number[] = [];
  for (let decade = 1; decade <= symbols; decade *= 10) {
    sizes.push(...coverageSteps.map((step) => step * decade).filter((size) => size < symbols));
  }
  return [...sizes, symbols];
}

export function addCounts(counts: Map<string, number>, symbols: readonly string[]): void {
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
}

/** Sentences that have each symbol as often as it was counted, for what is built from sentences alone. */
export function* occurrences(counts: ReadonlyMap<string, number>): Generator<readonly string[]> {
  for (const [symbol, count] of counts) yield new Array<string>(count).fill(symbol);
}
