import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import {
  type BleuOptions,
  type BleuSmoothing,
  bleuFromStatistics,
  bleuSignature,
  bleuSmoothings,
  bleuStatistics,
  corpusBleu,
  sentenceBleu,
} from '@/lib/metrics/bleu';
import { bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { aggregateStatistics } from '@/lib/metrics/segments';
import { asHeldout, bySegment, type Fixture, sacrebleuFixtures, tolerance } from './sacrebleuFixtures';

const fixtures = sacrebleuFixtures();

function optionsOf(fixture: Fixture): BleuOptions {
  return {
    tokenizer: fixture.tokenize,
    smoothing: fixture.smooth_method,
    ...(fixture.smooth_value === null ? {} : { smoothingValue: fixture.smooth_value }),
    lowercase: fixture.lowercase,
    effectiveOrder: fixture.effective_order,
  };
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) {
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(tolerance);
  }
}

describe.skipIf(fixtures.length === 0)('BLEU equals sacreBLEU 2.6.0', () => {
  it.each(fixtures)('$name', (fixture) => {
    const references = bySegment(fixture.references);
    const options = optionsOf(fixture);

    const segments = fixture.hypotheses.map((hypothesis, i) =>
      bleuStatistics(hypothesis, references[i] ?? [], options),
    );
    expect(aggregateStatistics(segments)).toEqual([
      fixture.sys_len,
      fixture.ref_len,
      ...fixture.counts,
      ...fixture.totals,
    ]);

    const actual =
      fixture.level === 'sentence'
        ? sentenceBleu(fixture.hypotheses[0] ?? '', references[0] ?? [], options)
        : corpusBleu(fixture.hypotheses, references, options);
    expectClose([actual.score, actual.brevityPenalty], [fixture.bleu, fixture.bp]);
    expectClose(actual.precisions, fixture.precisions);
    expect([actual.hypothesisLength, actual.referenceLength]).toEqual([fixture.sys_len, fixture.ref_len]);
    expect(actual.signature).toBe(asHeldout(fixture.signature));
  });
});

describe('BLEU by hand', () => {
  it('clips repeated words (Papineni et al. 2002, example 2: 2 of 7)', () => {
    const references = ['the cat is on the mat', 'there is a cat on the mat'];
    const { precisions } = sentenceBleu('the the the the the the the', references, { tokenizer: 'none' });
    expect(precisions[0]).toBeCloseTo((100 * 2) / 7, 12);
  });

  it('multiplies the geometric mean of precisions by the brevity penalty', () => {
    // Matches 4/4, 3/3, 2/2, 1/1 and four tokens against five: 100 · exp(1 − 5/4).
    const { score, brevityPenalty } = corpusBleu(['a b c d'], [['a b c d e']], { tokenizer: 'none' });
    expect(brevityPenalty).toBeCloseTo(Math.exp(-0.25), 12);
    expect(score).toBeCloseTo(100 * Math.exp(-0.25), 12);
  });

  it.each<[BleuSmoothing, number[]]>([
    // a b x d e against a b c d e: matches 4 of 5, 2 of 4, 0 of 3, 0 of 2; in per cent after smoothing:
    ['none', [80, 50, 0, 0]],
    ['exp', [80, 50, 100 / (2 * 3), 100 / (4 * 2)]],
    ['floor', [80, 50, 10 / 3, 10 / 2]],
    ['add-k', [80, (100 * 3) / 5, (100 * 1) / 4, (100 * 1) / 3]],
  ])('smooths with %s as Chen & Cherry 2014 define it', (smoothing, expected) => {
    const actual = corpusBleu(['a b x d e'], [['a b c d e']], { tokenizer: 'none', smoothing });
    expectClose(actual.precisions, expected);
    const mean = Math.exp(expected.reduce((sum, precision) => sum + Math.log(precision), 0) / 4);
    expectClose([actual.score], [mean]);
  });

  it('compares with the reference closest in length, and with the shorter of two as close', () => {
    const references = ['a b c d e f', 'a b', 'a b c d e'];
    expect(bleuStatistics('a b c d', references, { tokenizer: 'none' })[1]).toBe(5);
    expect(bleuStatistics('a b c', ['a b c d', 'a b'], { tokenizer: 'none' })[1]).toBe(2);
  });

  it('matches across Unicode punctuation with the intl tokenizer', () => {
    // sacrebleu 2.6.0: BLEU(tokenize='intl').corpus_score(hypotheses, [references]).score
    const { score } = corpusBleu(
      ['Price: €3,200.50 (approx.) — he said "yes".', 'It costs 5% more in 1990.'],
      [['Price: €3,200.50 (approximately) — he said "yes"!'], ['It costs 5% more in 1991.']],
      { tokenizer: 'intl' },
    );
    expectClose([score], [69.26049464161538]);
  });
});

describe('BLEU signature', () => {
  it('names the settings and says that Heldout, not sacreBLEU, computed the score', () => {
    expect(bleuSignature([['a']], { tokenizer: 'zh' })).toBe(
      'nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|heldout:0.1',
    );
  });

  it('says var where segments differ in their number of references', () => {
    expect(bleuSignature([['a', 'b'], ['a', null], ['a']], { tokenizer: '13a', lowercase: true })).toBe(
      'nrefs:var|case:lc|eff:no|tok:13a|smooth:exp|heldout:0.1',
    );
  });
});

describe('BLEU refuses', () => {
  const options: BleuOptions = { tokenizer: '13a' };
  it.each<[string, () => unknown, RegExp]>([
    ['an empty corpus', () => corpusBleu([], [], options), /no hypothesis/],
    [
      'a corpus that does not pair up',
      () => corpusBleu(['a', 'b'], [['a']], options),
      /2 hypotheses.*1 segments/,
    ],
    ['a segment without reference', () => corpusBleu(['a'], [[null]], options), /no reference/],
    [
      'a vector that is not BLEU statistics',
      () => bleuFromStatistics([1, 2, 3]),
      /got 3 numbers, expected 10/,
    ],
    [
      'a negative smoothing value',
      () => corpusBleu(['a'], [['a']], { ...options, smoothing: 'floor', smoothingValue: -1 }),
      /got -1/,
    ],
    ['to add nothing up', () => aggregateStatistics([]), /no segment/],
    ['to add vectors of two metrics', () => aggregateStatistics([[1], [1, 2]]), /1 and 2 numbers/],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(HeldoutError);
    expect(act).toThrow(message);
  });
});

describe('BLEU always', () => {
  // Few words, so that they match often; some Chinese, punctuation and digits, so that tokenizers differ.
  const word = fc.constantFrom('a', 'b', 'The', 'the', '我', '们，', '3.5', '7-8', '(x)', '。');
  const sentence = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '));
  const segment = fc.record({
    hypothesis: sentence,
    references: fc
      .array(fc.option(sentence), { maxLength: 2 })
      .chain((rest) => sentence.map((one) => [one, ...rest])),
  });
  const corpus = fc.array(segment, { minLength: 1, maxLength: 6 });
  const options: fc.Arbitrary<BleuOptions> = fc.record({
    tokenizer: fc.constantFrom(...bleuTokenizers),
    smoothing: fc.constantFrom(...bleuSmoothings),
    lowercase: fc.boolean(),
    effectiveOrder: fc.boolean(),
  });

  function score(segments: { hypothesis: string; references: (string | null)[] }[], chosen: BleuOptions) {
    return corpusBleu(
      segments.map(({ hypothesis }) => hypothesis),
      segments.map(({ references }) => references),
      chosen,
    );
  }

  it('lies between 0 and 100', () => {
    fc.assert(
      fc.property(corpus, options, (segments, chosen) => {
        const { score: bleu, precisions, brevityPenalty } = score(segments, chosen);
        for (const value of [bleu, ...precisions, 100 * brevityPenalty]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('gives exactly 100 to a corpus that equals a reference', () => {
    fc.assert(
      fc.property(corpus, options, (segments, chosen) => {
        const perfect = segments.map(({ references }) => ({ hypothesis: references[0] ?? '', references }));
        // Four tokens in one sentence, so that every order has an n-gram to match.
        perfect.push({ hypothesis: 'a b c d', references: ['a b c d'] });
        expect(score(perfect, chosen).score).toBe(100);
      }),
    );
  });

  it('ignores the order of segments and of references', () => {
    fc.assert(
      fc.property(corpus, options, (segments, chosen) => {
        const turned = segments
          .map((one) => ({ ...one, references: one.references.toReversed() }))
          .toReversed();
        expect(score(turned, chosen)).toEqual(score(segments, chosen));
      }),
    );
  });

  it('scores a corpus from the sum of its segments, which may be stored as bytes', () => {
    fc.assert(
      fc.property(corpus, options, (segments, chosen) => {
        const stored = segments.map(({ hypothesis, references }) =>
          Int32Array.from(bleuStatistics(hypothesis, references, chosen)),
        );
        const { signature: _, ...expected } = score(segments, chosen);
        expect(bleuFromStatistics(aggregateStatistics(stored), chosen)).toEqual(expected);
      }),
    );
  });
});
