import type { LengthHistogram } from '@/lib/domain/corpusAnalysis';

/** As many bars as can be told apart at the width that the page gives a histogram. */
const maxBars = 40;
const barWidths = [1, 2, 5];

/**
 * Histograms of both sides of a corpus with one bar width, so that their bars can be compared. The bars reach to where
 * 99.5% of the longer side's sentences end; the last one holds all that are longer.
 *
 * Percentiles are by nearest rank: the smallest length that at least that share of the sentences does not exceed.
 *
 * @param source lengths of every source sentence, target likewise, in `unit`; neither may be empty
 */
export function lengthHistograms(
  source: Int32Array,
  target: Int32Array,
  unit: LengthHistogram['unit'],
): { source: LengthHistogram; target: LengthHistogram } {
  const sorted = { source: source.toSorted(), target: target.toSorted() };
  const reach = Math.max(atRank(sorted.source, 0.995), atRank(sorted.target, 0.995));
  const width = barWidth(reach);
  const bars = Math.floor(reach / width) + 1;
  return {
    source: histogram(sorted.source, unit, width, bars),
    target: histogram(sorted.target, unit, width, bars),
  };
}

/** 1, 2, 5, 10, 20, 50 …: the smallest with which the bars suffice. */
function barWidth(reach: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const step of barWidths) {
      if (reach < step * decade * maxBars) return step * decade;
    }
  }
}

function histogram(
  sorted: Int32Array,
  unit: LengthHistogram['unit'],
  width: number,
  bars: number,
): LengthHistogram {
  const counts = new Array<number>(bars).fill(0);
  let total = 0;
  for (const length of sorted) {
    const bar = Math.min(bars - 1, Math.floor(length / width));
    counts[bar] = (counts[bar] ?? 0) + 1;
    total += length;
  }
  return {
    unit,
    width,
    counts,
    mean: total / sorted.length,
    median: atRank(sorted, 0.5),
    percentile95: atRank(sorted, 0.95),
    percentile99: atRank(sorted, 0.99),
    longest: sorted.at(-1) ?? 0,
  };
}

function atRank(sorted: Int32Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
