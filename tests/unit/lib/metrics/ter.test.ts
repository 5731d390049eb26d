import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { aggregateStatistics } from '@/lib/metrics/segments';
import {
  corpusTer,
  sentenceTer,
  type TerOptions,
  terFromStatistics,
  terSignature,
  terStatistics,
} from '@/lib/metrics/ter';
import { asHeldout, bySegment, sacrebleuFixtures, tolerance } from './sacrebleuFixtures';

const fixtures = sacrebleuFixtures();

describe.skipIf(fixtures.length === 0)('TER equals sacreBLEU 2.6.0', () => {
  it.each(fixtures)('$name', (fixture) => {
    const references = bySegment(fixture.references);
    const { lowercase } = fixture;
    const scoreWith = (options: TerOptions) =>
      fixture.level === 'sentence'
        ? sentenceTer(fixture.hypotheses[0] ?? '', references[0] ?? [], options)
        : corpusTer(fixture.hypotheses, references, options);
    const plain = scoreWith({ lowercase });
    expect(Math.abs(plain.score - fixture.ter)).toBeLessThan(tolerance);
    expect(plain.signature).toBe(asHeldout(fixture.ter_signature));
    const asian = scoreWith({ lowercase, normalized: true, asianSupport: true });
    expect(Math.abs(asian.score - fixture.ter_asian)).toBeLessThan(tolerance);
    expect(asian.signature).toBe(asHeldout(fixture.ter_asian_signature));
  });
});

describe('TER by hand', () => {
  // Expected edits and lengths: sacrebleu 2.6.0, TER(case_sensitive=True).sentence_score(hypothesis, references).
  const words = (count: number, at: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => 'abcde'[at(i) % 5]).join(' ');
  it.each<[string, string, string[], number, number]>([
    ['moves a run of words for one edit', 'a b c d e', ['d e a b c'], 1, 5],
    ['needs four moves to turn five words round', 'e d c b a', ['a b c d e'], 4, 5],
    [
      'takes the reference that needs fewest edits, and the mean length of all',
      'd e f a b c g',
      ['a b c d e f g', 'a b c'],
      1,
      5,
    ],
    ['counts every word without a reference word', 'x y', [''], 2, 0],
    ['reaches the end of a far longer reference', 'a', [`${'x '.repeat(130)}a`], 130, 131],
    [
      'stops looking for shifts where sacreBLEU does (29 edits without its limit)',
      words(80, (i) => Math.floor((i * 7) / 3)),
      [words(80, (i) => Math.floor((i * 3) / 2))],
      53,
      80,
    ],
  ])('%s', (_, hypothesis, references, edits, referenceLength) => {
    expect(sentenceTer(hypothesis, references)).toMatchObject({ edits, referenceLength });
  });

  it('tokenizes references twice, so that even the same text can need edits', () => {
    // sacrebleu 2.6.0: TER(normalized=True, asian_support=True).sentence_score("Tom's手", ["Tom's手"])
    const options = { normalized: true, asianSupport: true };
    expect(sentenceTer("Tom's手", ["Tom's手"], options)).toMatchObject({ edits: 2, referenceLength: 3 });
    expect(sentenceTer("Tom's手", ["Tom's手"])).toMatchObject({ edits: 0, referenceLength: 1 });
  });

  it('gives 100 to words where there should be none, and 0 to none', () => {
    expect(sentenceTer('x y', ['']).score).toBe(100);
    expect(sentenceTer('', ['']).score).toBe(0);
  });

  it('tells cases apart unless told otherwise', () => {
    expect(sentenceTer('The cat', ['the cat']).score).toBe(50);
    expect(sentenceTer('The cat', ['the cat'], { lowercase: true })).toMatchObject({
      score: 0,
      signature: 'nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|heldout:0.1',
    });
  });
});

describe('TER refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['an empty corpus', () => corpusTer([], []), /no hypothesis/],
    ['a corpus that does not pair up', () => corpusTer(['a'], []), /1 hypotheses.*0 segments/],
    ['a segment without reference', () => corpusTer(['a'], [[null]]), /no reference/],
    ['a vector that is not TER statistics', () => terFromStatistics([1, 2, 3]), /got 3 numbers/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(HeldoutError);
    expect(act).toThrow(message);
  });
});

describe('TER always', () => {
  const sentence = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', '我，你', '(e)'), { maxLength: 12 })
    .map((words) => words.join(' '));
  const corpus = fc.array(fc.tuple(sentence, sentence, fc.option(sentence)), { minLength: 1, maxLength: 5 });
  const options: fc.Arbitrary<TerOptions> = fc.record({
    normalized: fc.boolean(),
    noPunctuation: fc.boolean(),
    asianSupport: fc.boolean(),
    lowercase: fc.boolean(),
  });

  it('follows from the sum of its segments', () => {
    fc.assert(
      fc.property(corpus, options, (segments, chosen) => {
        const hypotheses = segments.map(([hypothesis]) => hypothesis);
        const references = segments.map(([, ...given]) => given);
        const stored = segments.map(([hypothesis, ...given]) => terStatistics(hypothesis, given, chosen));
        expect(corpusTer(hypotheses, references, chosen)).toEqual({
          ...terFromStatistics(aggregateStatistics(stored)),
          signature: terSignature(references, chosen),
        });
      }),
    );
  });

  it('needs no edit for a reference, and at most as many as replacing every word', () => {
    fc.assert(
      fc.property(sentence, sentence, (hypothesis, reference) => {
        expect(sentenceTer(reference, [reference]).edits).toBe(0);
        const { edits } = sentenceTer(hypothesis, [reference]);
        const lengths = [hypothesis, reference].map((text) => text.split(' ').filter(Boolean).length);
        expect(edits).toBeLessThanOrEqual(Math.max(...lengths));
        expect(edits).toBeGreaterThanOrEqual(Math.max(...lengths) - Math.min(...lengths));
      }),
    );
  });
});
