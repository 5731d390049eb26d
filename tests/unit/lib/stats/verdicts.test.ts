import { describe, expect, it } from 'vitest';
import type { Effect, SweepAnswer, Verdict } from '@/lib/domain/answer';
import { sweepAnswerOf } from '@/lib/stats/answer';
import { verdictsOf } from '@/lib/stats/verdicts';
import { inputOf } from './answerInputs';
import { balanced } from './sweepRuns';

const whole = sweepAnswerOf(inputOf(balanced()));
const [effect] = whole.effects;
const [interaction] = whole.interactions;
if (!effect || !interaction) throw new Error('the sweep has no effects');

function verdicts(changes: Partial<SweepAnswer>): Verdict[] {
  const none = { effects: [], interactions: [], best: null, variants: [], learningCurve: null };
  return verdictsOf({ ...whole, ...none, ...changes });
}

const verdictOf = (changes: Partial<Effect>) => verdicts({ effects: [{ ...effect, ...changes }] })[0];

describe('the verdict of an effect', () => {
  it.each([
    ['difference', { low: 0.1, high: 2, pValue: 0.01, holm: 0.049 }],
    ['difference', { low: -2, high: -0.1, pValue: 0.01, holm: 0.049 }],
    ['suggested', { low: 0.1, high: 2, pValue: 0.01, holm: 0.05 }],
    ['suggested', { low: 0.1, high: 2, pValue: 0.01, holm: null }],
    ['no-difference', { low: -0.1, high: 2, pValue: 0.06, holm: 0.06 }],
    // A corrected p below the level does not do without the interval.
    ['no-difference', { low: -0.1, high: 2, pValue: 0.01, holm: 0.01 }],
    ['no-difference', { low: 0, high: 2, pValue: 0.01, holm: 0.01 }],
    ['cannot-tell', { low: null, high: null, pValue: null, holm: null }],
  ])('is %s of %j', (kind, changes) => {
    expect(verdictOf(changes)?.kind).toBe(kind);
  });

  it('says that it is of one seed where its own pairs are, however many seeds the sweep has', () => {
    const shown = { low: 0.1, high: 2, pValue: 0.01, holm: 0.01 };
    expect(verdictOf({ ...shown, seeds: 1 })).toEqual({ kind: 'difference', effect: 0, oneSeed: true });
    expect(verdictOf({ ...shown, seeds: 2 })).toEqual({ kind: 'difference', effect: 0, oneSeed: false });
    expect(verdictOf({ low: -1, high: 1, seeds: 1 })).toMatchObject({ kind: 'no-difference', oneSeed: true });
  });
});

describe('the order of verdicts', () => {
  it('is the clearest difference first, then the interactions, the best, the rest', () => {
    const shown = { low: 0.1, high: 2, pValue: 0.001, holm: 0.01 };
    const effects = [
      { ...effect, low: -1, high: 1, holm: 0.9 },
      { ...effect, ...shown, value: 1, standardError: 0.5 },
      { ...effect, ...shown, value: -1, standardError: 0.1, low: -1.2, high: -0.8 },
      { ...effect, ...shown, holm: 0.2 },
    ];
    const interactions = [
      { ...interaction, holm: 0.2 },
      { ...interaction, holm: 0.01, difference: { value: 1, low: 0.5, high: 1.5 } },
    ];
    const said = verdicts({ effects, interactions, best: whole.best });
    expect(
      said.map((verdict) => `${verdict.kind} ${'effect' in verdict ? verdict.effect : ''}`.trim()),
    ).toEqual(['difference 2', 'difference 1', 'interaction', 'best', 'no-difference 0', 'suggested 3']);
    expect(said[2]).toEqual({ kind: 'interaction', interaction: 1 });
  });

  it('has nothing but the refusal, or that nothing was measured', () => {
    expect(verdicts({ refusal: 'because', effects: [effect] })).toEqual([
      { kind: 'refused', reason: 'because' },
    ]);
    const counts = { ...whole.counts, used: 0 };
    expect(verdicts({ counts, effects: [effect] })).toEqual([{ kind: 'nothing-measured' }]);
  });
});

describe('the verdict of an interaction', () => {
  it.each([
    [0.049, { value: 1, low: 0.1, high: 1.9 }, true],
    [0.05, { value: 1, low: 0.1, high: 1.9 }, false],
    [0.01, { value: 1, low: -0.1, high: 2.1 }, false],
    [0.01, { value: 1, low: null, high: null }, false],
    [0.01, null, true],
    [null, null, false],
  ])('with Holm p %s and difference %j is shown: %s', (holm, difference, isShown) => {
    const said = verdicts({ interactions: [{ ...interaction, holm, difference }] });
    expect(said).toEqual(isShown ? [{ kind: 'interaction', interaction: 0 }] : []);
  });
});

describe('the verdict of overfitting', () => {
  const [variant] = whole.variants;
  if (!variant) throw new Error('the sweep has no variants');
  const of = (best: [number, number] | null, last: [number, number] | null, onsetRuns: number) => {
    const bounded = (bounds: [number, number] | null) =>
      bounds && { value: (bounds[0] + bounds[1]) / 2, low: bounds[0], high: bounds[1] };
    return { ...variant, gap: { best: bounded(best), last: bounded(last) }, onsetRuns };
  };

  it('is of variants whose gap surely grows, or most of whose runs come to an onset', () => {
    const variants = [
      of([0, 1], [2, 3], 0),
      of([0, 2], [2, 3], 0),
      of([0, 2], [1, 3], 2),
      of([0, 2], [1, 3], 1),
      of(null, [1, 3], 3),
    ].map((each, index) => ({ ...each, index, seeds: [1, 2, 3] }));
    expect(verdicts({ variants })).toEqual([{ kind: 'overfitting', variants: [0, 2], of: 4 }]);
    expect(verdicts({ variants: variants.slice(3) })).toEqual([]);
  });
});

describe('the verdict of more data', () => {
  const curve = { gain: 5, points: [], fit: null, needed: null, cannotSay: null };
  it('is how much, or why it cannot be said, or none', () => {
    const needed = { gain: 5, size: 6e4, low: 4e4, high: 9e4 };
    expect(verdicts({ learningCurve: { ...curve, needed } })).toEqual([{ kind: 'more-data' }]);
    expect(verdicts({ learningCurve: { ...curve, cannotSay: 'no-trend' } })).toEqual([
      { kind: 'more-data-unknown', why: 'no-trend' },
    ]);
    expect(verdicts({ learningCurve: curve })).toEqual([]);
  });
});
