import { describe, expect, it } from 'vitest';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';

const en = createNames(createFormats({ language: 'en', numbers: 'en' }));
const zh = createNames(createFormats({ language: 'zh-CN', numbers: 'zh-CN' }));

describe('names of levels', () => {
  it('say what zero stands for', () => {
    expect(en.level('trainSize', 0)).toBe('all');
    expect(en.level('dropout', 0)).toBe('0');
    expect(en.level('sourceEndToken', false)).toBe('off');
    expect(en.level('trainSize', 10_000)).toBe('10,000');
    expect(zh.level('trainSize', 0)).toBe('全部');
    expect(zh.level('sourceEndToken', true)).toBe('开');
  });

  it('keep small numbers readable', () => {
    expect(en.level('learningRate', 0.0003)).toBe('0.0003');
    expect(en.level('learningRate', 0.00001)).toBe('1.00e−5');
  });
});

describe('names of variants', () => {
  it('are short, with a label where the level alone would not say it', () => {
    expect(en.variant({ dModel: 256, positions: 'learned', sourceEndToken: true })).toBe(
      'd_model 256, learned, source END on',
    );
    expect(en.variant({ sourceTokenizer: 'words' })).toBe('source tokens words');
    expect(en.variant({})).toBe('baseline');
    expect(zh.variant({})).toBe('基线');
  });

  it('are shorter still where the factors are named beside them', () => {
    const levels = { dModel: 1256, positions: 'learned', sourceEndToken: false };
    expect(en.shortVariant(levels)).toBe('1,256 · learned · off');
    expect(en.factors(levels)).toBe('d_model · positions · source END');
    expect(en.shortVariant({})).toBe('baseline');
  });
});

describe('names of metrics', () => {
  it('are the split and the quantity', () => {
    expect(en.metric('test/bleu')).toBe('test BLEU');
    expect(en.split('validation/loss')).toBe('validation');
    expect(zh.split('test/loss')).toBe('测试集');
  });

  it('are what was given where nothing is known of it', () => {
    expect(en.quantity('custom/thing')).toBe('thing');
    expect(en.split('custom/thing')).toBe('custom');
    expect(en.label('recipe')).toBe('recipe');
    expect(en.unit('custom/thing')).toBe('');
  });
});
