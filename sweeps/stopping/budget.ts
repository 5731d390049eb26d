import type { StoppingDecision } from '@/lib/domain/stopping';

const msPerHour = 3_600_000;

/**
 * Holds the trainer time of a sweep's runs together against its budget.
 *
 * @param at where the run is; step and epoch 0 of one that has not begun
 */
export function decideByBudget(
  spentMs: number,
  budgetHours: number,
  at: { step: number; epoch: number },
): StoppingDecision {
  const value = spentMs / msPerHour;
  const action = value >= budgetHours ? 'stop' : 'continue';
  const spent = `${Number(value.toPrecision(4))} of the sweep's ${budgetHours} trainer hours are spent`;
  return {
    rule: 'budget',
    action,
    step: at.step,
    epoch: at.epoch,
    value,
    threshold: budgetHours,
    against: [],
    reason: action === 'stop' ? `stopped: ${spent}` : `goes on: ${spent}`,
  };
}
