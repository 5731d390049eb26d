import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTexts, editCount, isExact, nearestOf, tokensOf } from '@/app/translations/alignment';
import { createSentenceScorer, tokenizerOf } from '@/app/translations/sentenceScores';
import { sentenceBleu } from '@/lib/metrics/bleu';

describe('how two texts differ', () => {
  const text = fc
    .array(fc.constantFrom('我', '你', '喜', '欢', '猫', ' ', 'cat ', 'dogs', '。', ', '), { maxLength: 12 })
    .map((parts) => parts.join(''));

  it('joins to both texts, whatever they are', () => {
    fc.assert(
      fc.property(text, text, (here, there) => {
        const edits = alignTexts(here, there);
        expect(edits.map((edit) => edit.text).join('')).toBe(here);
        expect(edits.map((edit) => edit.against).join('')).toBe(there);
        expect(tokensOf(here).join('')).toBe(here);
      }),
    );
  });

  it('is none of a text and itself, as far one way as the other, and no more than all', () => {
    fc.assert(
      fc.property(text, text, (here, there) => {
        expect(editCount(here, here)).toBe(0);
        expect(editCount(here, there)).toBe(editCount(there, here));
        expect(editCount(here, there)).toBeLessThanOrEqual(
          Math.max(tokensOf(here).length, tokensOf(there).length),
        );
      }),
    );
  });

  it('is found by characters in Chinese, by words in English, by punctuation marks in both', () => {
    expect(alignTexts('我喜欢猫。', '我喜欢狗。')).toEqual([
      { kind: 'same', text: '我喜欢', against: '我喜欢' },
      { kind: 'substituted', text: '猫', against: '狗' },
      { kind: 'same', text: '。', against: '。' },
    ]);
    expect(
      alignTexts('I like big cats', 'I like cats a lot').map(({ kind, text: t, against }) => [
        kind,
        t,
        against,
      ]),
    ).toEqual([
      ['same', 'I like ', 'I like '],
      ['inserted', 'big ', ''],
      ['same', 'cats', 'cats '],
      ['deleted', '', 'a lot'],
    ]);
    expect(tokensOf('My iPhone, 我的。')).toEqual(['My ', 'iPhone', ', ', '我', '的', '。']);
  });

  it('is one substitution where hardly a token is shared', () => {
    expect(alignTexts('妹妹妹妹妹', '你同学听音乐')).toEqual([
      { kind: 'substituted', text: '妹妹妹妹妹', against: '你同学听音乐' },
    ]);
    expect(alignTexts('', '猫')).toEqual([{ kind: 'deleted', text: '', against: '猫' }]);
    expect(alignTexts('', '')).toEqual([]);
  });

  it('is told of the nearest reference; blanks make no difference to an exact one', () => {
    expect(nearestOf('一只猫', ['两只狗', '一只大猫'])).toBe('一只大猫');
    expect(nearestOf('x', [])).toBeUndefined();
    expect(isExact('你 好 。', ['x', '你好。'])).toBe(true);
    expect(isExact('你好', ['你好。'])).toBe(false);
  });
});

describe('scores of one sentence', () => {
  it('are under the tokenizer of the run’s own signature, and say so', () => {
    expect(tokenizerOf('nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1')).toBe('zh');
    expect(tokenizerOf('')).toBe('13a');
    const scorer = createSentenceScorer('nrefs:1|tok:zh');
    const { bleu, chrf } = scorer.score('我喜欢猫。', ['我喜欢狗。']);
    expect(bleu).toBe(sentenceBleu('我喜欢猫。', ['我喜欢狗。'], { tokenizer: 'zh' }).score);
    expect(chrf).toBeGreaterThan(0);
    expect(scorer.score('我喜欢猫。', ['我喜欢狗。'])).toBe(scorer.score('我喜欢猫。', ['我喜欢狗。']));
    expect(scorer.signatures(['我'])).toMatchObject({ bleu: expect.stringContaining('eff:yes|tok:zh') });
  });
});
