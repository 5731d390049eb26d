import { describe, expect, it } from 'vitest';
import { decideByBudget } from '@/sweeps/stopping/budget';
import { replay } from '@/sweeps/stopping/replay';
import { decisionEpochs } from '@/sweeps/stopping/rungs';

describe('the epochs at which runs are decided about', () => {
  it('are the rungs of successive halving, each η times as far', () => {
    const asha = { kind: 'asha', graceEpochs: 2, reductionFactor: 3 } as const;
    expect(decisionEpochs(asha, 1.5, 60)).toEqual([]);
    expect(decisionEpochs(asha, 2, 60)).toEqual([2]);
    expect(decisionEpochs(asha, 60, 60)).toEqual([2, 6, 18, 54]);
  });

  it('are all epochs after the grace period for the median rule', () => {
    const median = { kind: 'median', graceEpochs: 3, minRuns: 3 } as const;
    expect(decisionEpochs(median, 5.25, 20)).toEqual([3, 4, 5]);
  });

  it('leave out the last epoch, where there is nothing left to save', () => {
    const asha = { kind: 'asha', graceEpochs: 1, reductionFactor: 3 } as const;
    expect(decisionEpochs(asha, 9, 9)).toEqual([1, 3]);
  });
});

describe('the budget of trainer hours', () => {
  it('is spent once the runs of the sweep have trained so long together', () => {
    const before = decideByBudget(2 * 3_600_000 - 1, 2, { step: 5, epoch: 1 });
    const after = decideByBudget(2 * 3_600_000, 2, { step: 5, epoch: 1 });
    expect(before.action).toBe('continue');
    expect(after).toMatchObject({ action: 'stop', value: 2, threshold: 2, step: 5, epoch: 1 });
    expect(after.reason).toBe("stopped: 2 of the sweep's 2 trainer hours are spent");
    for (const decision of [before, after]) {
      expect(replay(decision, { kind: 'none' }, 'minimize')).toBe(decision.action);
    }
  });
});
