/** Rows of each batch of a bucket: as many batches as the token budget demands, and those equally large. */
export function rowsOfBucket(pairCount: number, targetLength: number, batchTokens: number): number {
  const most = Math.max(1, Math.floor(batchTokens / targetLength));
  return Math.ceil(pairCount / Math.ceil(pairCount / most));
}

/**
 * Chooses the target lengths of `count` buckets that compute the fewest positions, by dynamic programming over the
 * distinct lengths (the partition of a histogram into contiguous ranges, as in optimal histograms, Jagadish et al.
 * 1998). A range costs what its batches compute: rows are rounded up so that its batches are equally large.
 *
 * @param lengths target positions of every pair
 * @param count at most as many as there are distinct lengths
 * @returns ascending; the last is the longest
 */
export function chooseTargetLengths(
  lengths: readonly number[],
  batchTokens: number,
  count: number,
): number[] {
  const countOf = new Map<number, number>();
  for (const length of lengths) countOf.set(length, (countOf.get(length) ?? 0) + 1);
  const distinct = [...countOf].sort(([a], [b]) => a - b);
  const cumulated = [0];
  for (const [, pairs] of distinct) cumulated.push((cumulated.at(-1) ?? 0) + pairs);

  const cost = (from: number, to: number): number => {
    const length = distinct[to - 1]?.[0] ?? 0;
    const pairs = (cumulated[to] ?? 0) - (cumulated[from] ?? 0);
    const rows = rowsOfBucket(pairs, length, batchTokens);
    return Math.ceil(pairs / rows) * rows * length;
  };

  // best[to] after k rounds: the cheapest cover of the first `to` lengths by k ranges, with their ends.
  let best: { cost: number; ends: number[] }[] = distinct.map(() => ({ cost: Infinity, ends: [] }));
  best.unshift({ cost: 0, ends: [] });
  for (let round = 0; round < count; round++) {
    const next: typeof best = [{ cost: Infinity, ends: [] }];
    for (let to = 1; to <= distinct.length; to++) {
      let cheapest: (typeof best)[number] = { cost: Infinity, ends: [] };
      for (let from = 0; from < to; from++) {
        const before = best[from];
        if (!before || before.cost === Infinity) continue;
        const total = before.cost + cost(from, to);
        if (total < cheapest.cost) {
          cheapest = { cost: total, ends: [...before.ends, distinct[to - 1]?.[0] ?? 0] };
        }
      }
      next.push(cheapest);
    }
    best = next;
  }
  return best.at(-1)?.ends ?? [];
}
