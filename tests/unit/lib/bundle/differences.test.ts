import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf, faultText } from '@/lib/bundle/differences';

describe('differencesOf', () => {
  it('names where two values differ, with both', () => {
    const stored = { a: [1, { b: 'x' }], c: null, only: 1 };
    const computed = { a: [1, { b: 'y' }], c: 0, new: true };
    expect(differencesOf(stored, computed, 'answer')).toEqual([
      { path: 'answer.a.1.b', stored: 'x', computed: 'y' },
      { path: 'answer.c', stored: null, computed: 0 },
      { path: 'answer.only', stored: 1, computed: undefined },
      { path: 'answer.new', stored: undefined, computed: true },
    ]);
  });

  it.each([
    [1, 1 + 1e-12, 0],
    [1, 1 + 1e-8, 1],
    [1e12, 1e12 + 1, 0],
    [1e-20, 0, 0],
    [1e-7, 2e-7, 1],
    [Number.NaN, Number.NaN, 0],
    [Number.NaN, 0, 1],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1],
    [Number.POSITIVE_INFINITY, 1e308, 1],
    [0, -0, 0],
    [1, '1', 1],
    [[], {}, 0],
    [[1], [], 1],
  ])('of %j and %j are %i: numbers agree to nine digits', (stored, computed, count) => {
    expect(differencesOf(stored, computed)).toHaveLength(count);
  });

  it('of a value and itself are none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(differencesOf(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('are told in a sentence', () => {
    expect(faultText({ path: 'answer.best', stored: null, computed: { variant: 1 } })).toBe(
      'answer.best: stored null, computed {"variant":1}',
    );
  });
});
