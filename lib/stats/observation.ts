import type { Level } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';

/** One run as the statistics of a sweep see it. */
export interface Observation {
  runId: string;
  variantIndex: number;
  levels: Readonly<Record<string, Level>>;
  seed: number;
  /** Finite. */
  value: number;
}

/** @throws HeldoutError invalid_input at the first value that is NaN or infinite: what diverged is left out before, and counted */
export function requireFinite(operation: string, observations: readonly Observation[]): void {
  const wrong = observations.find(({ value }) => !Number.isFinite(value));
  if (!wrong) return;
  throw new HeldoutError(
    'invalid_input',
    `${operation}: run ${wrong.runId} has the value ${wrong.value}, expected finite values alone.`,
  );
}

/** The levels of a factor in the order in which observations come, which is the order of the design. */
export function levelsOf(observations: readonly Observation[], factor: string): Level[] {
  return [...new Set(observations.flatMap(({ levels }) => levels[factor] ?? []))];
}

/** A cell: the levels of all factors but some. Levels of different types are different ('8' and 8). */
export function cellKey(
  levels: Readonly<Record<string, Level>>,
  factors: readonly string[],
  without: readonly string[],
): string {
  return JSON.stringify(factors.map((factor) => (without.includes(factor) ? null : levels[factor])));
}
