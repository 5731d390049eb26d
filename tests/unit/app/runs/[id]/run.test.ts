import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTokens } from '@/app/runs/[id]/diffTokens';
import { epochsOf, frameOf } from '@/app/runs/[id]/film';
import { runSeries } from '@/app/runs/[id]/runSeries';

describe('what is new in a translation', () => {
  it('joins to the new text, and what is kept was there before', () => {
    const chinese = fc
      .array(fc.constantFrom('我', '你', '喜', '欢', '猫'), { maxLength: 12 })
      .map((x) => x.join(''));
    fc.assert(
      fc.property(chinese, chinese, (before, after) => {
        const parts = diffTokens(before, after);
        expect(parts.map((part) => part.text).join('')).toBe(after);
        const kept = [
          ...parts
            .filter((part) => !part.added)
            .map((part) => part.text)
            .join(''),
        ];
        let position = 0;
        for (const character of before) if (character === kept[position]) position += 1;
        expect(position).toBe(kept.length);
      }),
    );
  });

  it('is found by characters in Chinese and by words in English', () => {
    expect(diffTokens('我喜欢狗。', '我喜欢猫。')).toEqual([
      { text: '我喜欢', added: false },
      { text: '猫', added: true },
      { text: '。', added: false },
    ]);
    expect(diffTokens('I like dogs', 'I like cats')).toEqual([
      { text: 'I like ', added: false },
      { text: 'cats', added: true },
    ]);
    expect(diffTokens('same', 'same')).toEqual([{ text: 'same', added: false }]);
  });
});

describe('the film of translations', () => {
  const sample = (epoch: number, hypothesis: string) => ({
    step: epoch * 10,
    epoch,
    split: 'test' as const,
    items: [{ source: 'Hello.', references: ['你好。'], hypothesis }],
  });
  const samples = [sample(2, '你好 。'), sample(1, '我。'), { ...sample(3, 'x'), split: 'train' as const }];

  it('has a frame an epoch of its split, ascending', () => {
    expect(epochsOf(samples, 'test')).toEqual([1, 2]);
    expect(epochsOf(samples, 'validation')).toEqual([]);
  });

  it('holds each translation beside the one an epoch before, and knows an exact one', () => {
    expect(frameOf(samples, 'test', 2)).toEqual([
      { source: 'Hello.', references: ['你好。'], hypothesis: '你好 。', previous: '我。', exact: true },
    ]);
    expect(frameOf(samples, 'test', 1)[0]).toMatchObject({ previous: undefined, exact: false });
  });
});

it('a run’s panel has a line for each split that was measured, test dashed', () => {
  const curve = (metric: string) => ({ metric, steps: [5], values: [1], total: 1, shown: 1 });
  const lines = runSeries(
    { id: 'r', variantIndex: 9, result: { bestStep: 5, bestEpoch: 1, atBest: {}, last: {} } },
    { runs: [{ runId: 'r', stepsPerEpoch: 5, curves: [curve('train/loss'), curve('test/loss')] }] },
    { title: 'loss', metrics: ['train/loss', 'validation/loss', 'test/loss'] },
    { x: 'step', logY: false },
  );
  expect(lines.map((line) => [line.label, line.dash, line.look.hue, line.bestX])).toEqual([
    ['train', 'solid', 2, undefined],
    ['test', 'dashed', 2, 5],
  ]);
});
