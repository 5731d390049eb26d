import { describe, expect, it } from 'vitest';
import { intervalScale } from '@/app/sweeps/[id]/answer/sentences/intervalScale';
import { findingOf, halfWidth, isSame, luckOf } from '@/app/sweeps/[id]/answer/sentences/luck';
import { pairChoice } from '@/app/sweeps/[id]/answer/sentences/pairChoice';
import type { AnsweredVariant, SweepAnswer } from '@/lib/domain/answer';
import type { SentenceMetric } from '@/lib/domain/sentenceComparison';

const nothing = { value: 0, low: null, high: null };

function variant(index: number, objective: number | null, seeds = [1, 2]): AnsweredVariant {
  return {
    index,
    levels: { dModel: 64 * (index + 1) },
    parameterCount: 1,
    seeds,
    reported: null,
    standardDeviation: null,
    objective,
    difference: null,
    gap: { best: null, last: null },
    lastMinusBest: null,
    onsetEpoch: null,
    onsetRuns: 0,
    seconds: 1,
  };
}

function answerOf(variants: AnsweredVariant[], goal: 'minimize' | 'maximize', baseline: number | null) {
  const metric: SweepAnswer['metric'] = {
    report: 'test/bleu',
    objective: 'validation/bleu',
    goal,
    higherIsBetter: true,
    of: 'whole',
    sentences: 10,
    scoreSignature: null,
    testHash: null,
  };
  return { variants, baseline, metric };
}

const unchosen = { sentenceBaseline: null, sentenceVariant: null };
const indexes = (pair: ReturnType<typeof pairChoice>) => pair && [pair.baseline.index, pair.variant.index];

describe('the two variants that are compared', () => {
  const variants = [variant(0, 3), variant(1, 5), variant(2, 4), variant(3, 9, [])];

  it('are the baseline and the best of the others by the objective, whichever way it goes', () => {
    expect(indexes(pairChoice(answerOf(variants, 'maximize', 0), unchosen))).toEqual([0, 1]);
    expect(indexes(pairChoice(answerOf(variants, 'minimize', 1), unchosen))).toEqual([1, 0]);
  });

  it('are the baseline and the runner-up where the baseline is the best', () => {
    expect(indexes(pairChoice(answerOf(variants, 'maximize', 1), unchosen))).toEqual([1, 2]);
  });

  it('are those that were chosen, unless they do not take part', () => {
    const answer = answerOf(variants, 'maximize', 0);
    expect(indexes(pairChoice(answer, { sentenceBaseline: 2, sentenceVariant: 0 }))).toEqual([2, 0]);
    expect(indexes(pairChoice(answer, { sentenceBaseline: 3, sentenceVariant: 99 }))).toEqual([0, 1]);
  });

  it('leave what was not measured for last', () => {
    expect(
      indexes(
        pairChoice(answerOf([variant(0, 1), variant(1, null), variant(2, 0)], 'maximize', 0), unchosen),
      ),
    ).toEqual([0, 2]);
  });

  it('are none where fewer than two take part', () => {
    expect(pairChoice(answerOf([variant(0, 1), variant(1, 2, [])], 'maximize', null), unchosen)).toBeNull();
  });
});

function metricWith(both: [number, number, number], foreseen: [number, number] | null): SentenceMetric {
  const [value, low, high] = both;
  return {
    metric: 'test/bleu',
    signature: '',
    higherIsBetter: true,
    perSeed: [],
    both: { value, low, high, pValue: 0.5, signature: '' },
    sentencesOnly: nothing,
    seedsOnly: nothing,
    foreseen: foreseen && {
      moreSeeds: 3,
      withMoreSeeds: foreseen[0],
      sentencesTimes: 2,
      withMoreSentences: foreseen[1],
    },
  };
}

describe('what is said of the luck', () => {
  it.each([
    [[1, 0.5, 1.5], 'better'],
    [[-1, -1.5, -0.5], 'worse'],
    [[1, -0.1, 2.1], 'not-shown'],
    [[1, 0, 2], 'not-shown'],
  ] as const)('a difference of %o is %s', (both, finding) => {
    expect(findingOf(metricWith([...both], null))).toBe(finding);
  });

  it.each([
    [null, 'one-seed'],
    [[0.5, 1], 'seeds'],
    [[1, 0.5], 'sentences'],
    [[0.95, 1], 'alike'],
  ] as const)('half widths of %o foreseen with more seeds and more sentences: %s', (foreseen, luck) => {
    expect(luckOf(metricWith([1, 0, 2], foreseen && [...foreseen]))).toBe(luck);
  });

  it('knows translations that are the same, whose p says nothing', () => {
    expect(isSame({ value: 0, low: 0, high: 0 })).toBe(true);
    expect(isSame({ value: 0, low: -1, high: 1 })).toBe(false);
    expect(halfWidth({ value: 1, low: 0, high: 3 })).toBe(1.5);
    expect(halfWidth(nothing)).toBeUndefined();
  });
});

describe('the scale of the intervals', () => {
  it('holds 0 and every bound, on round ticks', () => {
    const { ticks, x } = intervalScale([
      { value: 5, low: 1, high: 9 },
      { value: 5, low: null, high: null },
    ]);
    expect(ticks).toEqual([0, 2, 4, 6, 8, 10]);
    expect([x(0), x(5), x(10)]).toEqual(['6%', '50%', '94%']);
  });

  it('is not empty where there is no difference at all', () => {
    expect(intervalScale([{ value: 0, low: 0, high: 0 }]).ticks.length).toBeGreaterThan(1);
  });
});
