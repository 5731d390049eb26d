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

type Levelled = Pick<Observation, 'levels'>;

/**
 * The levels of a factor that were observed, in the order of the design: which level is the reference must not depend on
 * which run ends first.
 *
 * @param design all variants; without it, the observations are taken to come in its order
 */
export function levelsOf(
  observations: readonly Levelled[],
  factor: string,
  design: readonly Levelled[] = observations,
): Level[] {
  const observed = new Set(observations.map(({ levels }) => levels[factor]));
  const inOrder = new Set([...design, ...observations].flatMap(({ levels }) => levels[factor] ?? []));
  return [...inOrder].filter((level) => observed.has(level));
}

/** A cell: the levels of all factors but some. Levels of different types are different ('8' and 8). */
export function cellKey(
  levels: Readonly<Record<string, Level>>,
  factors: readonly string[],
  without: readonly string[],
): string {
  return JSON.stringify(factors.map((factor) => (without.includes(factor) ? null : levels[factor])));
}
