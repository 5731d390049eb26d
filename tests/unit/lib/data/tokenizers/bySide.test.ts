import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceTokenizer, targetTokenizer } from '@/lib/data/tokenizers/bySide';

describe('source words', () => {
  const { encode } = sourceTokenizer('words');

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

describe.each(['characters', 'words'] as const)('target %s', (kind) => {
  const { encode, join } = targetTokenizer(kind);

  it('are lossless', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(join(encode(text))).toBe(text);
      }),
    );
  });
});

it('characters are code points, also beyond the basic plane', () => {
  expect(targetTokenizer('characters').encode('𠮷野 A。')).toEqual(['𠮷', '野', ' ', 'A', '。']);
});

it('target words are those of a dictionary', () => {
  expect(targetTokenizer('words').encode('我喜欢你。')).toEqual(['我', '喜欢', '你', '。']);
});
