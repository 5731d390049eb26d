import { describe, expect, it } from 'vitest';
import { scoringFor, wholeScores } from '@/lib/train/scoring';

describe('scoring', () => {
  it('cuts translations as their language is written', () => {
    expect(scoringFor('zh').bleu.tokenizer).toBe('zh');
    expect(scoringFor('zh-Hant').bleu.tokenizer).toBe('zh');
    expect(scoringFor('cmn').bleu.tokenizer).toBe('zh');
    expect(scoringFor('ja').bleu.tokenizer).toBe('char');
    expect(scoringFor('de-AT').bleu.tokenizer).toBe('13a');
  });

  it('gives every score of a test split its signature', () => {
    const scores = wholeScores(['我喜欢茶。'], [['我喜欢茶。']], scoringFor('zh'));
    expect(Object.keys(scores)).toEqual(['test/bleu', 'test/chrf', 'test/chrfPlusPlus', 'test/ter']);
    expect(scores['test/bleu']).toEqual({
      value: 100,
      signature: 'nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1',
    });
    expect(scores['test/chrfPlusPlus']?.signature).toContain('nw:2');
    expect(scores['test/ter']).toMatchObject({ value: 0, signature: expect.stringContaining('asian:yes') });
  });
});
