/** How often each n-gram occurs; the key is its tokens joined by the separator they were counted with. */
export type NgramCounts = ReadonlyMap<string, number>;

/**
 * Counts the n-grams of one order.
 *
 * @param separator joins the tokens into a key: '' for characters, ' ' for words (which hold no blank)
 */
export function countNgrams(tokens: readonly string[], order: number, separator: '' | ' '): NgramCounts {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= tokens.length; start++) {
    const ngram = tokens.slice(start, start + order).join(separator);
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams of the hypothesis the reference covers, each at most as often as it holds it (clipping, Papineni et al. 2002 §2.1). */
export function countMatches(hypothesis: NgramCounts, reference: NgramCounts): number {
  let matches = 0;
  for (const [ngram, count] of hypothesis) matches += Math.min(count, reference.get(ngram) ?? 0);
  return matches;
}

/** How many n-grams there are, repeats included. */
export function countAll(counts: NgramCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** The union that keeps each n-gram's largest count: what several references together allow. */
export function mergeByMaximum(references: readonly NgramCounts[]): NgramCounts {
  const merged = new Map<string, number>();
  for (const counts of references) {
    for (const [ngram, count] of counts) merged.set(ngram, Math.max(count, merged.get(ngram) ?? 0));
  }
  return merged;
}
