import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Patience } from '@/lib/train/patience';
import { patienceEvidence } from '@/sweeps/stopping/patience';
import { replay } from '@/sweeps/stopping/replay';

const patience = { kind: 'patience', epochs: 2, minChange: 0.1 } as const;

/** Two measurements an epoch, of which patience sees the second. */
function history(values: readonly number[]) {
  const points = values.flatMap((value, index) => [
    { step: 10 * index + 5, epoch: index + 0.5, value: -1000 },
    { step: 10 * index + 10, epoch: index + 1, value },
  ]);
  return { runId: 'own', points };
}

function decision(values: readonly number[], goal: 'minimize' | 'maximize' = 'minimize') {
  return {
    rule: 'patience' as const,
    action: 'stop' as const,
    step: 10 * values.length,
    epoch: values.length,
    value: null,
    threshold: null,
    against: patienceEvidence(patience, goal, history(values), values.length),
    reason: '',
  };
}

describe('a decision of patience', () => {
  it('holds the values at the ends of epochs from the best one on', () => {
    const { against } = decision([3, 2, 2.5, 1.95]);
    expect(against.map(({ value }) => value)).toEqual([2, 2.5, 1.95]);
    expect(decision([Number.NaN, Number.NaN]).against).toHaveLength(2);
  });

  it('cannot be made again without them', () => {
    expect(replay({ ...decision([3]), against: [] }, patience, 'minimize')).toBeUndefined();
  });

  it('comes out as the trainer made it, at every epoch', () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }).map((tenths) => tenths / 10) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
    );
    const goals = fc.constantFrom('minimize' as const, 'maximize' as const);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), goals, (values, goal) => {
        const trainer = new Patience(patience, { metric: 'validation/loss', goal, report: 'test/loss' });
        for (const [index, measured] of values.entries()) {
          const made = trainer.offer(10 * (index + 1), index + 1, measured);
          const again = replay(decision(values.slice(0, index + 1), goal), patience, goal);
          expect(again).toBe(made?.action ?? 'continue');
          if (made) return;
        }
      }),
    );
  });
});
