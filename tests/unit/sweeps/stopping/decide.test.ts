import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stoppingDecisionSchema, stoppingSpecSchema } from '@/lib/domain/stopping';
import { decide, maxAgainst } from '@/sweeps/stopping/decide';
import type { RunHistory } from '@/sweeps/stopping/history';
import { replay } from '@/sweeps/stopping/replay';
import { comparesRuns } from '@/sweeps/stopping/rungs';

const loss = { metric: 'validation/loss', goal: 'minimize' } as const;
const median = { kind: 'median', graceEpochs: 1, minRuns: 3 } as const;
const asha = { kind: 'asha', graceEpochs: 1, reductionFactor: 3 } as const;

/** Measured at the end of each epoch, and before the first step. */
function history(runId: string, values: readonly number[], stepsPerEpoch = 10): RunHistory {
  const points = [9.9, ...values].map((value, epoch) => ({ step: epoch * stepsPerEpoch, epoch, value }));
  return { runId, points };
}

describe('the median rule', () => {
  const others = [history('a', [5, 3]), history('b', [6, 4]), history('c', [9, 5])];

  it('stops a run whose best value is worse than the median of the running averages of the others', () => {
    // Running averages at epoch 2, without the measurement before training: 4, 5, 7.
    expect(decide(median, loss, history('own', [6, 5.1]), others, 2)).toEqual({
      rule: 'median',
      action: 'stop',
      step: 20,
      epoch: 2,
      value: 5.1,
      threshold: 5,
      against: [
        { runId: 'a', value: 4 },
        { runId: 'b', value: 5 },
        { runId: 'c', value: 7 },
      ],
      comparedWith: 3,
      by: median,
      reason:
        'stopped: its best validation loss 5.1 at epoch 2 is worse than 5, the median of the running averages of 3 other runs',
    });
    expect(decide(median, loss, history('own', [4.9, 8]), others, 2).action).toBe('continue');
    expect(decide(median, loss, history('own', [6, 5]), others, 2).action).toBe('continue');
  });

  it('takes the mean of the middle two of an even number', () => {
    const four = [...others, history('d', [10, 2])];
    expect(decide(median, loss, history('own', [6, 5.6]), four, 2)).toMatchObject({
      threshold: 5.5,
      action: 'stop',
    });
  });

  it('asks only runs that have come as far, and waits until there are enough', () => {
    const slow = [...others.slice(0, 2), history('slow', [1])];
    const decision = decide(median, loss, history('own', [9, 9]), slow, 2);
    expect(decision).toMatchObject({ action: 'continue', threshold: null, comparedWith: 2 });
    expect(decision.reason).toBe('goes on: only 2 other runs came to epoch 2, 3 are asked for');
  });

  it('turns round for an objective that is to rise', () => {
    const bleu = { metric: 'validation/bleu', goal: 'maximize' } as const;
    expect(decide(median, bleu, history('own', [4.9, 4]), others, 2).action).toBe('stop');
    expect(decide(median, bleu, history('own', [5.1, 4]), others, 2).action).toBe('continue');
  });
});

describe('asynchronous successive halving', () => {
  it('lets a run go on that is among the best third of those that have come to the rung', () => {
    const others = [1, 2, 3, 4, 5].map((value) => history(`run-${value}`, [value]));
    const at = (value: number) => decide(asha, loss, history('own', [value]), others, 1);
    expect(at(1.5)).toMatchObject({ action: 'continue', threshold: 2 });
    expect(at(2)).toMatchObject({ action: 'continue' });
    expect(at(2.1)).toMatchObject({
      action: 'stop',
      threshold: 2,
      reason:
        'stopped: validation loss 2.1 at epoch 1 is not among the best 2 of 6 that have come there (one in 3 goes on)',
    });
  });

  it('lets the first to come go on, and after it only the best so far until there are enough', () => {
    expect(decide(asha, loss, history('own', [7]), [], 1)).toMatchObject({
      action: 'continue',
      threshold: null,
    });
    expect(decide(asha, loss, history('own', [8]), [history('a', [7])], 1).action).toBe('stop');
    expect(decide(asha, loss, history('own', [6]), [history('a', [7])], 1).action).toBe('continue');
  });

  it('holds runs of different speed together at the same epoch, not at the same step', () => {
    const small = history('small', [3, 2.5, 2], 100);
    expect(decide(asha, loss, history('own', [2.8, 2.7], 10), [small], 1).action).toBe('continue');
    expect(decide(asha, loss, history('own', [3.1, 1], 10), [small], 1).action).toBe('stop');
  });

  it('takes what is not finite for worse than any number', () => {
    const others = [history('a', [Number.POSITIVE_INFINITY]), history('b', [3])];
    const diverged = decide(asha, loss, history('own', [Number.NaN]), others, 1);
    expect(diverged).toMatchObject({ action: 'stop', value: null, threshold: 3 });
    expect(diverged.against[0]).toEqual({ runId: 'a', value: null });
    expect(decide(asha, loss, history('own', [50]), others.slice(0, 1), 1).action).toBe('continue');
  });
});

const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
const values = fc.array(value, { minLength: 1, maxLength: 6 });
const spec = fc.oneof(
  fc.record({
    kind: fc.constant('median'),
    graceEpochs: fc.integer({ min: 1, max: 4 }),
    minRuns: fc.integer({ min: 2, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('asha'),
    graceEpochs: fc.integer({ min: 1, max: 4 }),
    reductionFactor: fc.integer({ min: 2, max: 5 }),
  }),
);
const goal = fc.constantFrom('minimize' as const, 'maximize' as const);

function decideAny(
  specInput: unknown,
  own: number[],
  others: number[][],
  direction: 'minimize' | 'maximize',
) {
  const stopping = stoppingSpecSchema.parse(specInput);
  if (!comparesRuns(stopping)) throw new Error('expected a rule that compares runs');
  const histories = others.map((measured, i) => history(`run-${i}`, measured));
  const decision = decide(
    stopping,
    { metric: 'validation/loss', goal: direction },
    history('own', own),
    histories,
    own.length,
  );
  return { stopping, decision };
}

describe('a decision', () => {
  it('comes out the same when it is made again from what was stored of it', () => {
    const both = new Set<string>();
    const others = fc.oneof(
      fc.array(values, { maxLength: 12 }),
      fc.array(values, { minLength: maxAgainst + 1, maxLength: maxAgainst + 40 }),
    );
    fc.assert(
      fc.property(spec, values, others, goal, (specInput, own, all, direction) => {
        const { stopping, decision } = decideAny(specInput, own, all, direction);
        const stored = stoppingDecisionSchema.parse(JSON.parse(JSON.stringify(decision)));
        expect(stored.against.length).toBeLessThanOrEqual(maxAgainst);
        both.add(`${decision.rule} ${decision.action}`);
        return replay(stored, stopping, direction) === decision.action;
      }),
      { numRuns: 400 },
    );
    expect(both.size).toBe(4);
  });

  it('does not depend on the order in which the others are listed', () => {
    fc.assert(
      fc.property(
        spec,
        values,
        fc.array(values, { maxLength: 12 }),
        goal,
        (specInput, own, all, direction) => {
          const { decision } = decideAny(specInput, own, all, direction);
          const { decision: again } = decideAny(specInput, own, [...all].reverse(), direction);
          expect([again.action, again.threshold]).toEqual([decision.action, decision.threshold]);
        },
      ),
    );
  });

  it('never stops a run that is at least as good as every other at each epoch', () => {
    fc.assert(
      fc.property(spec, fc.array(values, { maxLength: 12 }), (specInput, all) => {
        const best = Array.from({ length: 6 }, () => -101);
        expect(decideAny(specInput, best, all, 'minimize').decision.action).toBe('continue');
      }),
    );
  });

  it('is made again by the rule that it was made by, whatever the sweep has by now', () => {
    const { decision } = decideAny(asha, [3], [[2]], 'minimize');
    expect(replay(decision, { kind: 'none' }, 'minimize')).toBe('stop');
    const { by: _, ...older } = decision;
    expect(replay(older, { kind: 'none' }, 'minimize')).toBeUndefined();
  });
});
