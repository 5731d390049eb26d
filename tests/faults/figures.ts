import { appendFileSync } from 'node:fs';

/** Whether the whole suite was asked for (`npm run test:faults`); `npm test` runs the same tests with smaller numbers. */
export const isWhole = process.env['HELDOUT_FAULTS'] === 'all';

/** The number for the whole suite, or for the fast part. */
export function amount(whole: number, fast: number): number {
  return isWhole ? whole : fast;
}

/** A row of the table that `npm run test:faults` prints at its end. */
export function figure(fault: string, measured: string): void {
  const path = process.env['HELDOUT_FAULTS_FIGURES'];
  if (path) appendFileSync(path, `${JSON.stringify({ fault, measured })}\n`);
}

/** @param share 0.99 for the 99th percentile, by the nearest rank */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** mulberry32: the moments of faults are random, and the same each time. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
