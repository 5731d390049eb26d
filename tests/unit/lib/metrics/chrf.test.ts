import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import {
  chrfFromStatistics,
  chrfSignature,
  chrfStatistics,
  corpusChrf,
  sentenceChrf,
} from '@/lib/metrics/chrf';
import { aggregateStatistics } from '@/lib/metrics/segments';
import { asHeldout, bySegment, sacrebleuFixtures, tolerance } from './sacrebleuFixtures';

const fixtures = sacrebleuFixtures();

describe.skipIf(fixtures.length === 0)('chrF2 and chrF2++ equal sacreBLEU 2.6.0', () => {
  it.each(fixtures)('$name', (fixture) => {
    const references = bySegment(fixture.references);
    const { lowercase } = fixture;
    const plain = corpusChrf(fixture.hypotheses, references, { lowercase });
    expect(Math.abs(plain.score - fixture.chrf)).toBeLessThan(tolerance);
    expect(plain.signature).toBe(asHeldout(fixture.chrf_signature));
    const withWords = corpusChrf(fixture.hypotheses, references, { lowercase, wordOrder: 2 });
    expect(Math.abs(withWords.score - fixture.chrfpp)).toBeLessThan(tolerance);
    expect(withWords.signature).toBe(asHeldout(fixture.chrfpp_signature));
    if (fixture.level === 'sentence') {
      expect(sentenceChrf(fixture.hypotheses[0] ?? '', references[0] ?? [], { lowercase })).toEqual(plain);
    }
  });
});

describe('chrF by hand', () => {
  it('weighs recall twice as much as precision over the orders that both sides have', () => {
    // ab against abcd: characters 2/2 and 2/4, pairs 1/1 and 1/3. P = 1, R = 5/12, F2 = 5·P·R / (4·P + R).
    const { score } = corpusChrf(['ab'], [['abcd']]);
    const recall = (2 / 4 + 1 / 3) / 2;
    expect(score).toBeCloseTo((100 * 5 * recall) / (4 + recall), 12);
  });

  it('separates one punctuation mark from a word', () => {
    // sacrebleu 2.6.0: CHRF(word_order=2, lowercase=True).corpus_score(hypotheses, [stream1, stream2]).score
    const { score, signature } = corpusChrf(
      ['(Hi) "there" 你好!', 'a'],
      [
        ['(hi) there, 你好。', null],
        ['A!', 'b'],
      ],
      { wordOrder: 2, lowercase: true },
    );
    expect(Math.abs(score - 36.1754176570127)).toBeLessThan(tolerance);
    expect(signature).toBe('nrefs:var|case:lc|eff:yes|nc:6|nw:2|space:no|heldout:0.1');
  });

  it('takes the statistics of the reference that scores best', () => {
    expect(chrfStatistics('abc', ['xyz', 'abc', 'ab'])).toEqual(chrfStatistics('abc', ['abc']));
  });
});

describe('chrF refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['an empty corpus', () => corpusChrf([], []), /no hypothesis/],
    ['a corpus that does not pair up', () => corpusChrf(['a'], []), /1 hypotheses.*0 segments/],
    ['a segment without reference', () => corpusChrf(['a'], [[]]), /no reference/],
    ['a vector that is not chrF statistics', () => chrfFromStatistics([1, 2]), /got 2 numbers/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(HeldoutError);
    expect(act).toThrow(message);
  });
});

describe('chrF always', () => {
  const sentence = fc
    .array(fc.constantFrom('a', 'b', 'ab', '(a)', '我', '你好。', '😀'), { maxLength: 8 })
    .map((words) => words.join(' '));
  const corpus = fc.array(fc.tuple(sentence, sentence, fc.option(sentence)), { minLength: 1, maxLength: 6 });
  const wordOrder = fc.constantFrom<0 | 2>(0, 2);

  it('lies between 0 and 100, whatever the order of segments, and follows from the sum of its segments', () => {
    fc.assert(
      fc.property(corpus, wordOrder, (segments, order) => {
        const options = { wordOrder: order };
        const hypotheses = segments.map(([hypothesis]) => hypothesis);
        const references = segments.map(([, ...given]) => given);
        const { score, signature } = corpusChrf(hypotheses, references, options);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(signature).toBe(chrfSignature(references, options));
        expect(corpusChrf(hypotheses.toReversed(), references.toReversed(), options).score).toBe(score);
        const stored = segments.map(([hypothesis, ...given]) =>
          Int32Array.from(chrfStatistics(hypothesis, given, options)),
        );
        expect(chrfFromStatistics(aggregateStatistics(stored))).toBe(score);
      }),
    );
  });

  it('gives 100 to a corpus that equals its references', () => {
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 6 }), wordOrder, (sentences, order) => {
        const perfect = [...sentences, 'a'];
        const { score } = corpusChrf(
          perfect,
          perfect.map((one) => [one]),
          { wordOrder: order },
        );
        expect(score).toBe(100);
      }),
    );
  });
});
