import type { StoppingDecision, StoppingSpec } from '@/lib/domain/stopping';
import { compareValues, epochTolerance, finiteOrNull, type Goal, type RunHistory } from './history';
import type { Measured } from './judgement';

type PatienceSpec = Extract<StoppingSpec, { kind: 'patience' }>;

/**
 * What the trainer's patience saw: the run's own values at the ends of epochs up to one, from the best of them on; all
 * of them where none was finite.
 */
export function patienceEvidence(
  stopping: PatienceSpec,
  goal: Goal,
  { runId, points }: RunHistory,
  lastEpoch: number,
): Measured[] {
  let sinceBest: Measured[] = [];
  for (const point of points) {
    const epoch = Math.round(point.epoch);
    const isEndOfEpoch = epoch >= 1 && Math.abs(point.epoch - epoch) < epochTolerance;
    if (!isEndOfEpoch || epoch > lastEpoch) continue;
    const value = finiteOrNull(point.value);
    if (isBetter(stopping, goal, value, sinceBest[0]?.value ?? null)) sinceBest = [];
    sinceBest.push({ runId, value });
  }
  return sinceBest;
}

/** @returns undefined where the decision does not hold the run's values */
export function judgeByPatience(
  stopping: PatienceSpec,
  goal: Goal,
  against: readonly Measured[],
): StoppingDecision['action'] | undefined {
  const [first, ...later] = against.map(({ value }) => value);
  if (first === undefined) return undefined;
  // Where no value was finite, the first one is already one without getting better.
  const epochsWithout = later.length + (first === null ? 1 : 0);
  const hasImproved = later.some((value) => isBetter(stopping, goal, value, first));
  return epochsWithout >= stopping.epochs && !hasImproved ? 'stop' : 'continue';
}

function isBetter(
  { minChange }: PatienceSpec,
  goal: Goal,
  value: number | null,
  best: number | null,
): boolean {
  if (value === null) return false;
  const threshold = best === null ? null : goal === 'minimize' ? best - minChange : best + minChange;
  return compareValues(goal, value, threshold) < 0;
}
