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

  it('decodes without pad, start and end, and shows the unknown', () => {
    const vocabulary = Vocabulary.build(sentences, 6);
    expect(vocabulary.decode([1, 4, unknownId, 5, 2, 0, 0])).toEqual(['c', unknownText, 'a']);
  });
});
