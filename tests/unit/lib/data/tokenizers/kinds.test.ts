import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindTexts, tokenizerOf } from '@/lib/data/tokenizers/kinds';
import { tokenizerKinds } from '@/lib/domain/config';

const losslessKinds = tokenizerKinds.filter((kind) => kindTexts[kind].lossless);

describe('words', () => {
  const { encode } = tokenizerOf('words', []);

  it.each([
    ["I don't know.", ['i', "don't", 'know', '.']],
    ['It’s Tom’s.', ["it's", "tom's", '.']],
    ["'Hi,' he said.", ["'", 'hi', ',', "'", 'he', 'said', '.']],
    ['At 7:30 it cost $1,000.50!', ['at', '7:30', 'it', 'cost', '$', '1,000.50', '!']],
    ['A well-known café', ['a', 'well', '-', 'known', 'café']],
    ['ＡＢＣ　１２', ['abc', '12']],
  ])('cuts %j', (text, tokens) => {
    expect(encode(text)).toEqual(tokens);
  });

  it('gives at least a token for every text that is not blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(text.normalize('NFKC').trim() !== '');
        expect(encode(text).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe.each(losslessKinds)('%s', (kind) => {
  const { encode, join } = tokenizerOf(kind, [
    [' ', 't'],
    ['h', 'e'],
    [' t', 'he'],
  ]);
  const mixed = fc
    .array(
      fc.constantFrom(
        'the ',
        '  ',
        '他',
        '来到',
        '北京。',
        '\n',
        '\r\n',
        '\t',
        '１２',
        ' then',
        '𠮷',
        '\u0000',
      ),
    )
    .map((parts) => parts.join(''));

  it('is lossless on any well-formed text', () => {
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (text) => {
        expect(join(encode(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

it('characters are code points, also beyond the basic plane', () => {
  expect(tokenizerOf('characters', []).encode('𠮷野 A。')).toEqual(['𠮷', '野', ' ', 'A', '。']);
});

it('the segmenter and jieba cut words of a dictionary, and jieba those of its model', () => {
  expect(tokenizerOf('segmenter', []).encode('我喜欢你。')).toEqual(['我', '喜欢', '你', '。']);
  // "杭研" is in no dictionary: the example of jieba's own manual for its hidden Markov model.
  expect(tokenizerOf('jieba', []).encode('他来到了网易杭研大厦')).toEqual([
    '他',
    '来到',
    '了',
    '网易',
    '杭研',
    '大厦',
  ]);
});
