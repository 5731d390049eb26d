import { niceStep } from '../extent';

export interface LinearScale {
  low: number;
  high: number;
  ticks: number[];
  /** 0 at low, 1 at high. */
  share(value: number): number;
}

/** A scale from below the least to above the greatest value, with about so many round ticks. */
export function linearScale(values: readonly number[], tickCount: number): LinearScale {
  const finite = values.filter(Number.isFinite);
  const least = finite.length === 0 ? 0 : Math.min(...finite);
  const greatest = finite.length === 0 ? 1 : Math.max(...finite);
  const step = niceStep(greatest - least || Math.abs(greatest) || 1, tickCount);
  const low = Math.floor(least / step) * step;
  const high = Math.max(low + step, Math.ceil(greatest / step) * step);
  const count = Math.round((high - low) / step);
  return {
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, at) => Number((low + at * step).toPrecision(12))),
    share: (value) => (value - low) / (high - low),
  };
}
