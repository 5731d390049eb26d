import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { type SentenceInput, sentenceComparisonSchema } from '@/lib/domain/sentenceComparison';
import { bleuSignature, corpusBleu } from '@/lib/metrics/bleu';
import { chrfSignature, corpusChrf } from '@/lib/metrics/chrf';
import { compareSentences } from '@/lib/stats/sentenceComparison';
import { bySegment, type PairedFixture, pairedFixtures, tolerance } from '../metrics/sacrebleuFixtures';

type SeedInput = SentenceInput['runs'][number];

const fixtures = pairedFixtures();
const hash = 'a'.repeat(64);

/** One run of each variant, as a sweep would have stored the fixture's two systems. */
function inputOf(fixture: PairedFixture): SentenceInput {
  const references = bySegment(fixture.references).map((segment) => segment.filter((one) => one !== null));
  const { lowercase, tokenize: tokenizer } = fixture;
  const signatures = {
    'test/bleu': bleuSignature(references, { tokenizer, lowercase }),
    'test/chrf': chrfSignature(references, { lowercase }),
  };
  const { baseline, system } = fixture;
  const run = {
    seed: 1,
    baseline,
    variant: system,
    signatures: { baseline: signatures, variant: signatures },
  };
  return { baseline: 0, variant: 1, testSet: hash, references, runs: [run] };
}

describe.skipIf(fixtures.length === 0)('one seed: the tests are those of sacreBLEU 2.6.0', () => {
  it.each(fixtures)('$name: scores and the bootstrap', (fixture) => {
    const compared = compareSentences(inputOf(fixture));
    for (const [metric, name] of [
      ['test/bleu', 'BLEU'],
      ['test/chrf', 'chrF2'],
    ] as const) {
      const of = compared.metrics.find((one) => one.metric === metric);
      const [seed] = of?.perSeed ?? [];
      const expected = fixture.results[name];
      expect(Math.abs((seed?.baseline ?? 0) - expected.baseline.score)).toBeLessThan(tolerance);
      expect(Math.abs((seed?.variant ?? 0) - expected.system.score)).toBeLessThan(tolerance);
      // Both were made with sacreBLEU's defaults.
      expect([fixture.n_samples, fixture.seed]).toEqual([1000, 12_345]);
      expect(seed?.bootstrap.pValue).toBe(expected.p_value);
      expect(seed?.bootstrap.signature).toBe(expected.signature.replace('version:2.6.0', 'heldout:0.1'));
    }
  });

  // As in pairedTests.test.ts: sacrebleu 2.6.0, PairedTest(…, test_type='ar'), 10000 trials, seed 12345.
  it.each([
    ['paired-small-12', 0.036396360363963605, 0.050794920507949204],
    ['paired-close-60', 0.6794320567943206, 0.8028197180281972],
    ['paired-13a-50', 0.8709129087091291, 0.19258074192580743],
  ])('%s: approximate randomization', (name, bleu, chrf) => {
    for (const fixture of fixtures.filter((one) => one.name === name)) {
      const p = compareSentences(inputOf(fixture)).metrics.map(
        ({ perSeed }) => perSeed[0]?.randomization.pValue,
      );
      expect(p[0]).toBeCloseTo(bleu, 12);
      expect(p[1]).toBeCloseTo(chrf, 12);
    }
  });
});

/** Chinese-like sentences of characters a to z; a translation keeps a character with the given probability. */
function sentences(count: number, seed: number) {
  let state = seed;
  const uniform = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const character = () => String.fromCharCode(97 + Math.floor(26 * uniform()));
  const references = Array.from({ length: count }, () => [
    Array.from({ length: 6 + Math.floor(8 * uniform()) }, character).join(''),
  ]);
  const translated = (kept: number) =>
    references.map(([reference = '']) =>
      Array.from(reference, (one) => (uniform() < kept ? one : character())).join(''),
    );
  return { references, translated };
}

const { references, translated } = sentences(60, 1);
const signatures = {
  'test/bleu': bleuSignature(references, { tokenizer: 'char' }),
  'test/chrf': chrfSignature(references),
};
const seedInput = (seed: number, baseline: string[], variant: string[]): SeedInput => ({
  seed,
  baseline,
  variant,
  signatures: { baseline: signatures, variant: signatures },
});
const inputWith = (runs: SeedInput[]): SentenceInput => ({
  baseline: 2,
  variant: 5,
  testSet: hash,
  references,
  runs,
});
const threeSeeds = inputWith([
  seedInput(3, translated(0.72), translated(0.8)),
  seedInput(1, translated(0.7), translated(0.84)),
  seedInput(2, translated(0.74), translated(0.79)),
]);

describe('two variants on the same sentences', () => {
  const compared = compareSentences(threeSeeds);
  const [bleu, chrf] = compared.metrics;

  it('answers as its schema says, seeds rising', () => {
    expect(sentenceComparisonSchema.parse(compared)).toEqual(compared);
    expect(compared.seeds).toEqual([1, 2, 3]);
    expect(bleu?.perSeed.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect([compared.baseline, compared.variant, compared.sentences]).toEqual([2, 5, 60]);
  });

  it('scores each run as the trainer did', () => {
    for (const run of threeSeeds.runs) {
      const of = (perSeed: { seed: number; baseline: number; variant: number }[] | undefined) =>
        perSeed?.find(({ seed }) => seed === run.seed);
      expect(of(bleu?.perSeed)?.variant).toBe(
        corpusBleu(run.variant, references, { tokenizer: 'char' }).score,
      );
      expect(of(chrf?.perSeed)?.baseline).toBe(corpusChrf(run.baseline, references).score);
    }
  });

  it('takes the mean over seeds for the difference in all three rows', () => {
    for (const { perSeed, both, sentencesOnly, seedsOnly } of compared.metrics) {
      const mean = perSeed.reduce((sum, { difference }) => sum + difference.value, 0) / perSeed.length;
      for (const { value } of [both, sentencesOnly, seedsOnly]) expect(value).toBeCloseTo(mean, 12);
    }
  });

  it('holds both kinds of luck in an interval that is wider than that of either sentences or seeds less the interaction', () => {
    for (const { both, sentencesOnly } of compared.metrics) {
      expect(both.low ?? 0).toBeLessThan(sentencesOnly.low ?? 0);
      expect(both.high ?? 0).toBeGreaterThan(sentencesOnly.high ?? 0);
    }
  });

  it('names resamples, their seed and the runs in the signature', () => {
    expect(bleu?.both.signature).toBe(
      'nrefs:1|hb:1000|seed:12345|runs:3|case:mixed|eff:no|tok:char|smooth:exp|heldout:0.1',
    );
  });

  it('turns round when the variants change places', () => {
    const turned = compareSentences(
      inputWith(threeSeeds.runs.map((run) => ({ ...run, baseline: run.variant, variant: run.baseline }))),
    );
    for (const [i, metric] of compared.metrics.entries()) {
      const other = turned.metrics[i];
      expect(other?.both.value).toBeCloseTo(-metric.both.value, 12);
      // The bounds are found by halving, to 2^-50 of the resamples' range of some BLEU.
      expect(other?.both.low).toBeCloseTo(-(metric.both.high ?? 0), 9);
      expect(other?.both.pValue).toBeCloseTo(metric.both.pValue ?? 0, 9);
      expect(other?.seedsOnly.low).toBeCloseTo(-(metric.seedsOnly.high ?? 0), 12);
    }
  });

  it('gives the same numbers again, whatever the order of the runs', () => {
    expect(compareSentences(inputWith(threeSeeds.runs.toReversed()))).toEqual(compared);
  });

  it('foresees a narrower interval with more seeds and with more sentences', () => {
    for (const { both, foreseen } of compared.metrics) {
      const half = ((both.high ?? 0) - (both.low ?? 0)) / 2;
      expect(foreseen?.withMoreSeeds).toBeLessThan(half);
      expect(foreseen?.withMoreSentences).toBeLessThan(half);
      expect([foreseen?.moreSeeds, foreseen?.sentencesTimes]).toEqual([3, 2]);
    }
  });
});

describe('of one seed', () => {
  const [bleu] = compareSentences(inputWith(threeSeeds.runs.slice(0, 1))).metrics;

  it('nothing is known of seed luck: what is left is the interval of the sentences', () => {
    expect(bleu?.seedsOnly).toEqual({ value: bleu?.both.value, low: null, high: null });
    expect(bleu?.both).toMatchObject(bleu?.sentencesOnly ?? {});
    expect(bleu?.sentencesOnly).toEqual(bleu?.perSeed[0]?.difference);
    expect(bleu?.foreseen).toBeNull();
  });
});

describe('variants that translate alike', () => {
  it('show no difference, with p = 1', () => {
    const same = translated(0.7);
    const [bleu] = compareSentences(inputWith([seedInput(1, same, same), seedInput(2, same, same)])).metrics;
    expect(bleu?.both).toMatchObject({ value: 0, low: 0, high: 0, pValue: 1 });
  });
});

describe('what must not be compared', () => {
  const [first] = threeSeeds.runs;
  if (!first) throw new Error('no run');
  const otherSignature = signatures['test/bleu'].replace('tok:char', 'tok:13a');

  it.each<[string, SeedInput[], string, RegExp]>([
    ['no shared seed', [], 'invalid_input', /variants 2 and 5 share no seed.*add a seed/],
    ['a seed that is there twice', [first, first], 'invalid_input', /seed 3 is there twice/],
    [
      'translations of other sentences',
      [{ ...first, variant: first.variant.slice(1) }],
      'not_comparable',
      /seed 3 the baseline has translated 60 sentences and the variant 59, of a test set of 60/,
    ],
    [
      'different signatures',
      [
        {
          ...first,
          signatures: { baseline: signatures, variant: { ...signatures, 'test/bleu': otherSignature } },
        },
      ],
      'not_comparable',
      /test\/bleu was computed in different ways \(.*tok:char.* and .*tok:13a/,
    ],
    [
      'a score that only one of them has',
      [
        {
          ...first,
          signatures: { baseline: signatures, variant: { 'test/bleu': signatures['test/bleu'] } },
        },
      ],
      'not_comparable',
      /test\/chrf was computed in different ways \(.*and not at all\)/,
    ],
    [
      'runs without scores',
      [{ ...first, signatures: { baseline: {}, variant: {} } }],
      'not_comparable',
      /no test\/bleu and no test\/chrf.*wait for their runs/,
    ],
  ])('is refused: %s', (_, runs, code, message) => {
    const act = () => compareSentences(inputWith(runs));
    expect(act).toThrow(HeldoutError);
    expect(act).toThrow(expect.objectContaining({ code }));
    expect(act).toThrow(message);
  });
});
