import { describe, expect, it } from 'vitest';
import { unknownId, unknownText, Vocabulary } from '@/lib/data/vocabulary';

const sentences = [
  ['b', 'a', 'c'],
  ['c', 'a'],
  ['c', '𠮷', '\uffee'],
];

describe('Vocabulary', () => {
  it('orders by frequency, then by code point, after four special symbols', () => {
    const vocabulary = Vocabulary.build(sentences, 100);
    expect(vocabulary.size).toBe(9);
    // U+FFEE comes before U+20BB7, though its UTF-16 unit is the larger.
    expect(vocabulary.encode(['c', 'a', 'b', '\uffee', '𠮷'])).toEqual([4, 5, 6, 7, 8]);
  });

  it('keeps at most maxSize symbols, the special ones included', () => {
    const vocabulary = Vocabulary.build(sentences, 6);
    expect(vocabulary.size).toBe(6);
    expect(vocabulary.encode(['c', 'a', 'b'])).toEqual([4, 5, unknownId]);
  });

  it('leaves out what is seen less often than the minimum frequency', () => {
    const vocabulary = Vocabulary.build(sentences, 100, 2);
    expect(vocabulary.symbols).toEqual([
      { symbol: 'c', count: 3 },
      { symbol: 'a', count: 2 },
    ]);
    expect(vocabulary.encode(['c', 'a', 'b'])).toEqual([4, 5, unknownId]);
  });

  it('is rebuilt from its symbols', () => {
    const vocabulary = Vocabulary.build(sentences, 100);
    const again = Vocabulary.of(vocabulary.symbols);
    expect(again.encode(['𠮷', 'x', 'a'])).toEqual(vocabulary.encode(['𠮷', 'x', 'a']));
  });

  it('decodes without pad, start and end, and shows the unknown', () => {
    const vocabulary = Vocabulary.build(sentences, 6);
    expect(vocabulary.decode([1, 4, unknownId, 5, 2, 0, 0])).toEqual(['c', unknownText, 'a']);
  });
});
