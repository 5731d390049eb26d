import type { EstimateInterval } from '@/lib/domain/estimate';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** With the digits that an estimate deserves: 40 s, 12 min, 2 h 10 min, 14 h, 3 days. */
export function formatRoughly(ms: number): string {
  if (ms < 1.5 * minuteMs) return `${Math.max(5, 5 * Math.round(ms / 5000))} s`;
  if (ms < 59.5 * minuteMs) return `${Math.round(ms / minuteMs)} min`;
  if (ms < 9.9 * hourMs) {
    const tens = Math.round(ms / (10 * minuteMs));
    const minutes = (tens % 6) * 10;
    return `${Math.floor(tens / 6)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  if (ms < 2 * dayMs) return `${Math.round(ms / hourMs)} h`;
  return `${Math.round(ms / dayMs)} days`;
}

/** about 2 h 10 min (1 h 40 min to 3 h) */
export function formatInterval({ low, expected, high }: EstimateInterval): string {
  return `about ${formatRoughly(expected)} (${formatRoughly(low)} to ${formatRoughly(high)})`;
}
