import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOverlap, hashOfPairs, nearDuplicateKey, splitHash, splitPairs } from '@/lib/data/splits';
import type { Pair } from '@/lib/domain/corpus';
import { splitSpecSchema } from '@/lib/domain/sweep';
import { tatoeba } from './tokenizers/tatoeba';

const split = { seed: 1, validation: 0.1, test: 0.1 };

/** Sentences with variants in case, width and punctuation, and with several translations. */
const corpus = (count: number): Pair[] =>
  Array.from({ length: count }, (_, i) => [
    { source: `Sentence number ${i}.`, target: `第${i}句。` },
    { source: `sentence  NUMBER ${i}!`, target: `句子${i}` },
    { source: `Ｓentence number ${i}`, target: `第${i}个句子` },
  ]).flat();

const keysOf = (pairs: readonly Pair[]) => new Set(pairs.map(({ source }) => nearDuplicateKey(source)));

describe('splitPairs', () => {
  it('never has a source sentence, or a near duplicate, on two sides', () => {
    const source = fc.oneof(
      fc.constantFrom('Hi.', 'hi', 'HI!', 'Ｈｉ', "I'm in.", 'Im in', '?!', '!', '...'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ source, target: fc.string() }), { minLength: 30, maxLength: 80 }),
        fc.nat(),
        (pairs, seed) => {
          fc.pre(keysOf(pairs).size >= 10);
          const parts = splitPairs(pairs, { ...split, seed });
          const sides = [parts.train, parts.validation, parts.test].map(keysOf);
          const total = sides.reduce((sum, side) => sum + side.size, 0);
          expect(total).toBe(keysOf(pairs).size);
          expect(parts.train.length + parts.validation.length + parts.test.length).toBe(pairs.length);
        },
      ),
    );
  });

  it('takes its shares of the distinct sentences', () => {
    const { train, validation, test } = splitPairs(corpus(200), split);
    expect([train, validation, test].map((pairs) => keysOf(pairs).size)).toEqual([160, 20, 20]);
    expect(test).toHaveLength(60);
  });

  it('takes whole numbers as numbers of distinct sentences', () => {
    const counted = splitPairs(corpus(200), { seed: 1, validation: 3, test: 20 });
    expect([counted.validation, counted.test].map((pairs) => keysOf(pairs).size)).toEqual([3, 20]);
    expect(counted.test).toEqual(splitPairs(corpus(200), split).test);
  });

  it('deals Tatoeba’s sentences as it always did', (context) => {
    const pairs = tatoeba();
    if (!pairs) return context.skip();
    const dealt = splitPairs(pairs, { seed: 1, validation: 0.05, test: 0.05 });
    expect([dealt.train, dealt.validation, dealt.test].map(({ length }) => length)).toEqual([
      26_229, 1454, 1472,
    ]);
    // As the first version of splitPairs dealt them, which sorted by the hexadecimal SHA-256.
    expect(splitHash(dealt)).toBe('d064db7d4c90a00c6951533ec0ad1db8e039bfd627e166ae135c8514d10e1b1d');
    expect(countOverlap(dealt)).toEqual({ trainTest: 0, trainValidation: 0, validationTest: 0 });
  });

  it('does not depend on the order of the pairs', () => {
    const pairs = corpus(50);
    expect(splitPairs([...pairs].reverse(), split)).toEqual(splitPairs(pairs, split));
  });

  it('depends on the seed', () => {
    const pairs = corpus(50);
    expect(splitPairs(pairs, { ...split, seed: 2 }).test).not.toEqual(splitPairs(pairs, split).test);
  });

  it('keeps the smaller test set inside the larger', () => {
    const pairs = corpus(100);
    const small = keysOf(splitPairs(pairs, { ...split, test: 0.05 }).test);
    const large = keysOf(splitPairs(pairs, { ...split, test: 0.2 }).test);
    expect([...small].filter((key) => !large.has(key))).toEqual([]);
  });

  it('says what is missing where a corpus is too small', () => {
    expect(() => splitPairs(corpus(2), split)).toThrow(/2 distinct source sentences/);
    expect(() => splitPairs(corpus(30), { seed: 1, validation: 10, test: 20 })).toThrow(
      /30 distinct source sentences leave none for training beside 10 for validation and 20 for test/,
    );
  });
});

describe('a split spec', () => {
  it('takes shares up to a half and whole numbers, and nothing between', () => {
    for (const test of [0.001, 0.5, 1, 5000]) {
      expect(splitSpecSchema.parse({ test }).test).toBe(test);
    }
    for (const test of [0, 0.0001, 0.51, 1.5, -1, Number.NaN, Infinity]) {
      expect(splitSpecSchema.safeParse({ test }).success, String(test)).toBe(false);
    }
  });
});

describe('nearDuplicateKey', () => {
  it('has one rule for ASCII and all other text', () => {
    // The comma is folded from ’，’, and the letter behind makes the text take the other path.
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        fc.pre(/[a-z0-9]/i.test(text));
        expect(nearDuplicateKey(`${text}，é`)).toBe(`${nearDuplicateKey(text)}é`);
      }),
    );
  });
});

describe('countOverlap', () => {
  it('counts near duplicates that are on two sides', () => {
    const pair = (source: string): Pair => ({ source, target: source });
    expect(
      countOverlap({
        train: ['One.', 'Two.', 'Three.'].map(pair),
        validation: ['ONE!', 'four', 'five'].map(pair),
        test: ['two', 'three', 'Three?', 'Five'].map(pair),
      }),
    ).toEqual({ trainTest: 2, trainValidation: 1, validationTest: 1 });
  });
});

describe('splitHash', () => {
  const dealt = splitPairs(corpus(50), split);

  it('is the same for the same assignment in any order', () => {
    const reversed = { ...dealt, train: [...dealt.train].reverse(), test: [...dealt.test].reverse() };
    expect(splitHash(reversed)).toBe(splitHash(dealt));
  });

  it('tells apart what moves a pair from one side to another', () => {
    const [moved, ...validation] = dealt.validation;
    if (!moved) return expect.fail('no validation pair');
    expect(splitHash({ ...dealt, validation, train: [...dealt.train, moved] })).not.toBe(splitHash(dealt));
    expect(splitHash({ ...dealt, validation: dealt.test, test: dealt.validation })).not.toBe(
      splitHash(dealt),
    );
    return undefined;
  });
});

describe('hashOfPairs', () => {
  it('is the same for the same pairs in any order, whatever their attribution', () => {
    const pairs = corpus(5);
    expect(hashOfPairs(pairs.map((pair) => ({ ...pair, attribution: 'x' })).reverse())).toBe(
      hashOfPairs(pairs),
    );
    expect(hashOfPairs(pairs.slice(1))).not.toBe(hashOfPairs(pairs));
  });
});
