import type { LengthHistogram } from '@/lib/domain/corpusAnalysis';

export interface Plot {
  width: number;
  height: number;
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The lengths that the bar counts, both included; the last bar has no upper bound. */
  from: number;
  to: number | undefined;
  count: number;
}

/** The most sentences in one bar of any of the histograms: the top of their shared axis. */
export function highestCount(histograms: readonly LengthHistogram[]): number {
  return Math.max(1, ...histograms.flatMap(({ counts }) => counts));
}

/** Bars within a plot whose top stands for `highest` sentences; lengths run from left to right without gaps. */
export function barsOf({ counts, width }: LengthHistogram, highest: number, plot: Plot): Bar[] {
  const step = plot.width / counts.length;
  return counts.map((count, index) => {
    const height = (count / highest) * plot.height;
    const from = index * width;
    const isLast = index === counts.length - 1;
    return {
      x: index * step,
      y: plot.height - height,
      width: Math.max(0.5, step - 1),
      height,
      from,
      to: isLast ? undefined : from + width - 1,
      count,
    };
  });
}

/** Where a length lies on the axis; those beyond the last bar lie at its end. */
export function positionOf(length: number, { counts, width }: LengthHistogram, plot: Plot): number {
  return Math.min(plot.width, ((length + 0.5) / (counts.length * width)) * plot.width);
}

/** Round lengths for the axis, at most `wanted` + 1 of them, 0 first. */
export function ticksOf({ counts, width }: LengthHistogram, wanted: number): number[] {
  const reach = counts.length * width;
  let step = width;
  for (const factor of [1, 2, 5, 10, 20, 25, 50, 100]) {
    step = width * factor;
    if (reach / step <= wanted) break;
  }
  return Array.from({ length: Math.floor((reach - 1) / step) + 1 }, (_, index) => index * step);
}
