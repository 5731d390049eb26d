import type { Observation } from '@/lib/stats/observation';

/** A factorial of two-level factors named a, b, c … with levels 0 and 1, in the order of the design. */
export function factorial(
  factorCount: number,
  seeds: number,
  value: (levels: Record<string, number>, seed: number) => number,
): Observation[] {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, factorCount);
  return Array.from({ length: 2 ** factorCount }, (_, variantIndex) => {
    const levels = Object.fromEntries(
      names.map((name, at) => [name, (variantIndex >> (factorCount - 1 - at)) & 1]),
    );
    return Array.from({ length: seeds }, (_, at) => ({
      runId: `${variantIndex}-${at + 1}`,
      variantIndex,
      levels,
      seed: at + 1,
      value: value(levels, at + 1),
    }));
  }).flat();
}

/**
 * The 2³ × 3 seeds of tests/unit/lib/stats/*.test.ts: y = 10 + 2a − b + 0.5ab + 0.3·seed + 2·noise, noise from R's loop
 * over s ← 16807·s mod (2³¹ − 1) from s = 42, rounded to 4 digits. In the order a, b, c, seed, the last fastest.
 */
export const balancedValues = [
  10.3007, 11.6492, 12.3708, 10.8266, 11.3524, 11.2926, 11.2517, 10.6246, 10.9609, 9.8142, 9.8142, 11.531,
  14.1011, 13.5041, 13.3908, 12.7948, 12.9765, 13.5466, 12.0069, 13.7147, 13.4688, 13.4889, 13.574, 12.5567,
];

export function balanced(): Observation[] {
  let at = 0;
  return factorial(3, 3, () => balancedValues[at++] ?? Number.NaN);
}

/** Standard normal numbers that depend on the seed alone: splitmix-like, and Box and Muller. */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
