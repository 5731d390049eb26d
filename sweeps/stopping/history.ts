import type { Objective } from '@/lib/domain/sweep';

export type Goal = Objective['goal'];

/** A run's objective as it was measured; epochs rise, and are fractions between two ends of epochs. */
export interface RunHistory {
  runId: string;
  points: readonly { step: number; epoch: number; value: number }[];
}

/** An epoch is a quotient of steps: 3 may come out as 2.9999999. */
export const epochTolerance = 1e-6;

export function hasReached({ points }: RunHistory, epoch: number): boolean {
  return (points.at(-1)?.epoch ?? -1) >= epoch - epochTolerance;
}

/**
 * What was measured in training up to an epoch. The measurement before the first step is of a model that has learned
 * nothing and is left out.
 */
export function upTo({ points }: RunHistory, epoch: number): RunHistory['points'] {
  return points.filter((point) => point.epoch > 0 && point.epoch <= epoch + epochTolerance);
}

/** null stands for every value that is not finite: JSON has no other name for them. */
export function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Negative where a is better; what is not finite is worse than any number, and as bad as itself. */
export function compareValues(goal: Goal, a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return goal === 'minimize' ? a - b : b - a;
}

export function isWorse(goal: Goal, value: number | null, threshold: number | null): boolean {
  return compareValues(goal, value, threshold) > 0;
}
