import type { Bounded } from '@/lib/domain/answer';
import { niceStep } from '../../../../charts/extent';

export interface IntervalScale {
  ticks: number[];
  /** As SVG has it: "12.5%". */
  x(value: number): string;
}

/** One scale for several intervals, with 0 in it. */
export function intervalScale(intervals: readonly Bounded[]): IntervalScale {
  const values = intervals.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = niceStep(most - least || 1, 5);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  // Room for the numbers of the outermost ticks.
  const margin = 6;
  const share = (value: number) => (value - first * step) / ((last - first) * step);
  return { ticks, x: (value) => `${margin + (100 - 2 * margin) * share(value)}%` };
}
