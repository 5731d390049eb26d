import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '@/lib/data/importers/cleaning';
import type { ImportOptionsInput } from '@/lib/domain/corpusImport';
import { importText, refusal } from './importing';

const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom('ａ', '\u3000', '\u0301', '\r', '\n', '\u0085', ' ', 'e'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
});

describe('cleanText', () => {
  it('brings text to NFC, with single blanks for line breaks and none around', () => {
    expect(cleanText(' Cafe\u0301\r\n  au\tlait\u2028 ', 'keep')).toBe('Café au lait');
    expect(cleanText('Ｈｉ！\u3000５', 'keep')).toBe('Ｈｉ！\u3000５');
    expect(cleanText('\u3000Ｈｉ！\u3000５。', 'fold')).toBe('Hi! 5。');
  });

  it.each(['keep', 'fold'] as const)('changes nothing when done twice (%s)', (fullWidth) => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = cleanText(text, fullWidth);
        expect(cleanText(once, fullWidth)).toBe(once);
      }),
    );
  });
});

describe('filters', () => {
  const lines = [
    'I see.\t我看见了。',
    'I see.\t我明白。',
    'I see.\t我看见了。',
    'He said so.\t他說過了。',
    'Mixed.\t他說这个。',
    'Same.\t你好。',
    '12 + 3\t15。',
    'No.\t不可以这样做因为大家都会看见的。',
  ];
  const run = async (filters: ImportOptionsInput['filters']) => {
    const { pairs, removed } = await importText('a.tsv', lines.join('\n'), { filters });
    return { count: pairs.length, removed };
  };

  it.each([
    ['nothing', { duplicates: 'keep' }, 8, {}],
    ['exact duplicates', {}, 7, { 'exact duplicates': 1 }],
    ['repeated sources', { duplicates: 'sources' }, 6, { 'repeated sources': 2 }],
    ['short sentences', { minLength: 4 }, 4, { 'too short': 3, 'exact duplicates': 1 }],
    ['long sentences', { maxLength: 10 }, 5, { 'too long': 2, 'exact duplicates': 1 }],
    ['unequal lengths', { maxLengthRatio: 4 }, 6, { 'length ratio': 1, 'exact duplicates': 1 }],
    ['sentences with no letters', { letters: true }, 6, { 'no letters': 1, 'exact duplicates': 1 }],
    [
      'what is not simplified',
      { script: 'simplified' },
      5,
      { 'traditional script': 1, 'mixed scripts': 1, 'exact duplicates': 1 },
    ],
    [
      'what is not traditional',
      { script: 'traditional', duplicates: 'keep' },
      4,
      { 'simplified script': 3, 'mixed scripts': 1 },
    ],
  ] as const)('leave out and count %s', async (_, filters, count, removed) => {
    expect(await run(filters)).toEqual({ count, removed });
  });

  it('look for duplicates after normalisation, and for the first translation among those that pass', async () => {
    const folded = await importText('a.tsv', 'Ｈｉ\t嗨\nHi\t嗨\n', { fullWidth: 'fold' });
    expect(folded.removed).toEqual({ 'exact duplicates': 1 });
    const options = { filters: { duplicates: 'sources', minLength: 2 } } as const;
    expect((await importText('a.tsv', 'Hi\t嗨\nHi\t你好\n', options)).pairs[0]?.target).toBe('你好');
  });

  it('count characters and not their halves', async () => {
    const options = { filters: { maxLength: 2 } };
    expect((await importText('a.tsv', '𝒳𝒳\t𠀋𠀋\n', options)).pairs).toHaveLength(1);
  });

  it('look at the Chinese side, whichever it is, and refuse a script where there is none', async () => {
    const filters = { script: 'simplified' } as const;
    const reversed = { sourceLanguage: 'zh-Hans', targetLanguage: 'en', filters };
    expect((await importText('a.tsv', '他說\tHe\n这个\tThis\n', reversed)).removed).toEqual({
      'traditional script': 1,
    });
    await expect(importText('a.tsv', 'a\tb\n', { targetLanguage: 'de', filters })).rejects.toMatchObject(
      refusal(/filter simplified needs a Chinese side/),
    );
  });
});
