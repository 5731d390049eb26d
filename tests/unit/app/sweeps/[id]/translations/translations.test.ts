import { describe, expect, it } from 'vitest';
import { filteredRows, sentenceRows } from '@/app/sweeps/[id]/translations/sentenceRows';
import { rankedRuns, reportRanking, tellingRuns } from '@/app/sweeps/[id]/translations/tellingRuns';
import { matchingPairs, orderedPairs, pairsOf, winsOf } from '@/app/sweeps/[id]/translations/wholeTest/pairs';

function run(variantIndex: number, seed: number, bleu?: number) {
  return {
    id: `${variantIndex}.${seed}`,
    variantIndex,
    seed,
    tested: { best: null, last: null },
    result: { bestStep: 1, bestEpoch: 1, atBest: bleu === undefined ? {} : { 'test/bleu': bleu }, last: {} },
  };
}

const ranking = { metric: 'test/bleu', goal: 'maximize' } as const;

describe('the runs that are worth reading beside one another', () => {
  const runs = Array.from({ length: 20 }, (_, index) => [
    run(index, 1, index),
    run(index, 2, index + 0.5),
  ]).flat();
  const ids = (count: number, baseline?: number) =>
    tellingRuns(runs, { count, baseline, ranking }).map(({ id }) => id);

  it('are all of them where they are few, the best first', () => {
    expect(
      tellingRuns(runs.slice(0, 4), { count: 7, baseline: undefined, ranking }).map(({ id }) => id),
    ).toEqual(['1.2', '1.1', '0.2', '0.1']);
  });

  it('are else one a variant, with the best, the baseline and the worst among them', () => {
    expect(ids(3, 4)).toEqual(['19.2', '4.2', '0.2']);
    const seven = ids(7);
    expect([seven[0], seven.at(-1), new Set(seven).size]).toEqual(['19.2', '0.2', 7]);
  });

  it('are the measured ones before those that have no value yet', () => {
    const mixed = [run(0, 1), run(1, 1, 5), run(2, 1, Number.NaN), run(3, 1, 9)];
    expect(rankedRuns(mixed, ranking).map(({ variantIndex }) => variantIndex)).toEqual([3, 1, 0, 2]);
  });

  it('are ranked by the reported metric’s own direction, not by that of what validation chooses by', () => {
    expect(reportRanking({ report: 'test/bleu', goal: 'minimize' }).goal).toBe('maximize');
    expect(reportRanking({ report: 'test/loss', goal: 'maximize' }).goal).toBe('minimize');
  });
});

describe('the sentences of a sample', () => {
  const group = {
    sentences: [
      { source: 'A cat.', references: ['一只猫。'] },
      { source: 'A dog.', references: ['一只狗。'] },
    ],
    runs: [
      { runId: 'a', epoch: 3, hypotheses: ['一只猫。', '一只狗。'] },
      { runId: 'b', epoch: 2, hypotheses: ['一只 猫。', '狗'] },
    ],
  };
  const rows = sentenceRows(group, ['b', 'gone', 'a']);
  const sources = (...[filter, text]: ['all' | 'differ' | 'wrong', string]) =>
    filteredRows(rows, filter, text).map(({ source }) => source);

  it('have a line a chosen run, in their order', () => {
    expect(
      rows[1]?.lines.map(({ runId, epoch, hypothesis, isExact }) => [runId, epoch, hypothesis, isExact]),
    ).toEqual([
      ['b', 2, '狗', false],
      ['a', 3, '一只狗。', true],
    ]);
  });

  it('are left where variants differ, where one is wrong, and by a search in any text', () => {
    expect(sources('all', '')).toEqual(['A cat.', 'A dog.']);
    expect(sources('differ', '')).toEqual(['A dog.']);
    expect(sources('wrong', '')).toEqual(['A dog.']);
    expect(sources('all', ' CAT')).toEqual(['A cat.']);
    expect(sources('all', '狗')).toEqual(['A dog.']);
  });
});

describe('the whole test split of two runs', () => {
  const sentences = (...hypotheses: string[]) =>
    hypotheses.map((hypothesis, index) => ({ source: `s${index}`, references: ['r'], hypothesis }));
  const pairs = pairsOf(sentences('a', 'b', 'c', 'd'), sentences('x', 'b ', 'y', 'z')) ?? [];
  const scores = [
    [10, 90],
    [50, 50],
    [70, 60],
    [99, 0],
  ];
  const scored = pairs.map((pair, index) => ({
    ...pair,
    firstScore: scores[index]?.[0] ?? 0,
    secondScore: scores[index]?.[1] ?? 0,
  }));

  it('are the same sentences, or are not held against one another', () => {
    expect(pairs.map(({ isSame }) => isSame)).toEqual([false, true, false, false]);
    expect(pairsOf(sentences('a'), sentences('a', 'b'))).toBeUndefined();
    expect(pairsOf(sentences('a'), [{ source: 'other', references: [], hypothesis: 'a' }])).toBeUndefined();
  });

  it('come in the wanted order, and are counted', () => {
    const order = (kind: Parameters<typeof orderedPairs>[1]) =>
      orderedPairs(scored, kind).map(({ index }) => index);
    expect(order('differ')).toEqual([3, 0, 2, 1]);
    expect(order('firstBetter')).toEqual([3, 2, 1, 0]);
    expect(order('secondBetter')).toEqual([0, 1, 2, 3]);
    expect(order('inOrder')).toEqual([0, 1, 2, 3]);
    expect(winsOf(scored)).toEqual({ first: 2, second: 1, equal: 1 });
    expect(matchingPairs(scored, 'S1', false)).toHaveLength(1);
    expect(matchingPairs(scored, '', true)).toHaveLength(3);
  });
});
