import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Patience } from '@/lib/train/patience';

const loss = { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' } as const;
const bleu = { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' } as const;
const spec = { kind: 'patience', epochs: 3, minChange: 0 } as const;

/** @returns the epoch, counted from 1, at which it ends */
function endOf(patience: Patience, values: readonly number[]): number | undefined {
  const index = values.findIndex((value, i) => patience.offer(10 * (i + 1), i + 1, value) !== undefined);
  return index < 0 ? undefined : index + 1;
}

describe('Patience', () => {
  it.each([
    ['three epochs after the best one', [3, 2, 2.5, 2.1, 2.2], 5],
    ['equal values are not better', [3, 3, 3, 3], 4],
    ['a better one in time starts the count again', [3, 4, 4, 2, 3, 3, 3], 7],
    ['not while it becomes better', [5, 4, 3, 2, 1], undefined],
    ['what is not finite is never better', [3, Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN], 4],
    ['even where nothing was ever finite', [Number.NaN, Number.NaN, Number.NaN], 3],
  ])('ends %s', (_what, values, epoch) => {
    expect(endOf(new Patience(spec, loss), values)).toBe(epoch);
  });

  it('counts a change below minChange as none', () => {
    const values = [3, 2.95, 2.91, 2.9];
    expect(endOf(new Patience({ ...spec, minChange: 0.2 }, loss), values)).toBe(4);
    expect(endOf(new Patience(spec, loss), values)).toBeUndefined();
  });

  it('says what it saw', () => {
    const patience = new Patience({ ...spec, epochs: 1 }, bleu);
    patience.offer(10, 1, 20);
    expect(patience.offer(20, 2, 19)).toEqual({
      rule: 'patience',
      action: 'stop',
      step: 20,
      epoch: 2,
      value: 19,
      threshold: 20,
      against: [],
      reason: 'validation/bleu, best at 20, has not become better for 1 epoch.',
    });
  });

  it('decides the same where it goes on from its state after any epoch', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5 }), { maxLength: 12 }), fc.nat(12), (values, cut) => {
        const first = new Patience(spec, loss);
        const before = endOf(first, values.slice(0, cut));
        const rest = new Patience(spec, loss, structuredClone(first.state));
        const after = endOf(rest, values.slice(cut));
        const resumed = before ?? (after === undefined ? undefined : after + Math.min(cut, values.length));
        expect(resumed).toBe(endOf(new Patience(spec, loss), values));
      }),
    );
  });
});
