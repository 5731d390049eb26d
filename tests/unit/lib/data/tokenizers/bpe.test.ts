import fc from 'fast-check';
import { BPE, charDelimiterSplit, Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { bpePieces, bpeTokenizer, type Merge } from '@/lib/data/tokenizers/bpe';
import { learnMerges } from '@/lib/data/tokenizers/bpeTraining';
import { referenceEncode, referenceMerges } from './referenceBpe';
import { tatoeba } from './tatoeba';

const sentences = [
  'the cat sees the other cats',
  'then the hen sings',
  ' two  blanks',
  'line\nfeed and\r\nreturn',
  '他们在那里。他们那里',
  '𠮷野家𠮷野家',
];

/** The package's own encoding of pieces, the blank kept. */
async function packageEncode(merges: readonly Merge[], texts: readonly string[]): Promise<string[][]> {
  const characters = new Set(texts.flatMap((text) => Array.from(` ${text}`)));
  const symbols = new Set([...characters, ...merges.flat(), ...merges.map((merge) => merge.join(''))]);
  const vocabulary = Object.fromEntries([...symbols].map((symbol, id) => [symbol, id]));
  const tokenizer = new Tokenizer(
    BPE.init(
      vocabulary,
      merges.map(([left, right]): [string, string] => [left, right]),
    ),
  );
  tokenizer.setPreTokenizer(charDelimiterSplit('\n'));
  const encodings = await tokenizer.encodeBatch(texts.map((text) => bpePieces(text).join('\n')));
  return encodings.map((encoding) => encoding.getTokens());
}

describe('bpePieces', () => {
  it('begins a piece at every blank, with one blank in front', () => {
    expect(bpePieces('two  blanks ')).toEqual([' two', ' ', ' blanks', ' ']);
    expect(bpePieces('a\nb')).toEqual([' a', '\n', 'b']);
    expect(bpePieces('')).toEqual([' ']);
  });
});

describe('learnMerges', () => {
  it('learns what a small independent implementation learns, so the first n are the BPE of n merges', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', 'cd', '你', '𠮷', '\n', '\r'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        const { merges } = learnMerges(texts);
        expect(merges).toEqual(referenceMerges(texts, merges.length + 1));
      }),
      { numRuns: 12 },
    );
    const wanted = 7;
    expect(learnMerges(sentences).merges.slice(0, wanted)).toEqual(referenceMerges(sentences, wanted));
  });

  it('gives the same merges for the same sentences in any order', () => {
    expect(learnMerges([...sentences].reverse())).toEqual(learnMerges(sentences));
  });

  it('learns the same 1,000 merges of Tatoeba twice', (context) => {
    const english = tatoeba()?.map(({ source }) => source);
    if (!english) return context.skip();
    expect(learnMerges(english)).toEqual(learnMerges(english));
  });
});

describe('bpeTokenizer', () => {
  const someMerges = fc
    .array(fc.array(fc.constantFrom('a', 'b', 'c', ' '), { maxLength: 12 }), { minLength: 1, maxLength: 12 })
    .map((texts) =>
      referenceMerges(
        texts.map((text) => text.join('')),
        20,
      ),
    );
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', 'ab', 'ca'), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('encodes as the package does', async () => {
    await fc.assert(
      fc.asyncProperty(someMerges, fc.array(text, { minLength: 1, maxLength: 5 }), async (merges, texts) => {
        expect(texts.map(bpeTokenizer(merges).encode)).toEqual(await packageEncode(merges, texts));
      }),
    );
  });

  it('encodes its training text as the merges were learned', () => {
    const { merges } = learnMerges(sentences);
    const { encode } = bpeTokenizer(merges.slice(0, 30));
    for (const sentence of sentences) {
      expect(encode(sentence)).toEqual(referenceEncode(sentence, merges.slice(0, 30)));
    }
  });

  it('encodes Tatoeba’s English as the package does', async (context) => {
    const english = tatoeba()?.map(({ source }) => source);
    if (!english) return context.skip();
    const merges = learnMerges(english).merges.slice(0, 1000);
    expect(english.map(bpeTokenizer(merges).encode)).toEqual(await packageEncode(merges, english));
  });

  it('takes a piece of 200,000 characters', () => {
    const merges: Merge[] = [
      ['a', 'b'],
      ['ab', 'ab'],
    ];
    const { encode, join } = bpeTokenizer(merges);
    const long = 'ab'.repeat(100_000);
    expect(encode(long)).toHaveLength(50_001);
    expect(join(encode(long))).toBe(long);
  });
});
