import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfPairs, nearDuplicateKey, splitPairs } from '@/lib/data/splits';
import type { Pair } from '@/lib/domain/corpus';

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
