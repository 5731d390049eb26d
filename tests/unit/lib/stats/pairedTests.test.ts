import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { bleuFromStatistics, bleuStatistics } from '@/lib/metrics/bleu';
import { chrfFromStatistics, chrfStatistics } from '@/lib/metrics/chrf';
import { terFromStatistics, terStatistics } from '@/lib/metrics/ter';
import {
  type PairedStatistics,
  pairedApproximateRandomization,
  pairedBootstrap,
  pairedSignature,
} from '@/lib/stats/pairedTests';
import { bySegment, type PairedFixture, pairedFixtures, tolerance } from '../metrics/sacrebleuFixtures';

type Metric = 'BLEU' | 'chrF2' | 'chrF2++' | 'TER';

function statisticsOf(fixture: PairedFixture, metric: Metric): PairedStatistics {
  const references = bySegment(fixture.references);
  const { lowercase, tokenize: tokenizer } = fixture;
  const of = (hypotheses: readonly string[]) =>
    hypotheses.map((hypothesis, i) => {
      const given = references[i] ?? [];
      if (metric === 'BLEU') return bleuStatistics(hypothesis, given, { tokenizer, lowercase });
      if (metric === 'TER') {
        return terStatistics(hypothesis, given, { lowercase, normalized: true, asianSupport: true });
      }
      return chrfStatistics(hypothesis, given, { lowercase, wordOrder: metric === 'chrF2' ? 0 : 2 });
    });
  const scoreOf = {
    BLEU: (sum: ArrayLike<number>) => bleuFromStatistics(sum).score,
    chrF2: chrfFromStatistics,
    'chrF2++': chrfFromStatistics,
    TER: (sum: ArrayLike<number>) => terFromStatistics(sum).score,
  }[metric];
  return { baseline: of(fixture.baseline), system: of(fixture.system), scoreOf };
}

const fixtures = pairedFixtures();

describe.skipIf(fixtures.length === 0)('the paired bootstrap equals sacreBLEU 2.6.0', () => {
  /**
   * BLEU's counts are exact in float32 and its arithmetic is on doubles: equal to rounding. chrF divides in float32
   * there (numpy 1.24), which rounds each of twelve quotients by up to 6e-8 of its value: up to 100 × 12 × 6e-8 of a
   * score at worst, 1e-6 as measured; a resample that differs would show from 1e-3 on.
   */
  const closeTo = { BLEU: tolerance, chrF2: 1e-5 };
  it.each(fixtures)('$name', (fixture) => {
    for (const metric of ['BLEU', 'chrF2'] as const) {
      const expected = fixture.results[metric];
      const statistics = statisticsOf(fixture, metric);
      const actual = pairedBootstrap(statistics, { samples: fixture.n_samples, seed: fixture.seed });
      for (const side of ['baseline', 'system'] as const) {
        for (const key of ['score', 'mean', 'ci'] as const) {
          expect(Math.abs(actual[side][key] - expected[side][key])).toBeLessThan(closeTo[metric]);
        }
      }
      expect(actual.pValue).toBe(expected.p_value);
    }
  });
});

describe.skipIf(fixtures.length === 0)('paired p values equal sacreBLEU 2.6.0', () => {
  // sacrebleu 2.6.0 with numpy 2.4.6 on the sentences of the fixtures: PairedTest(…, test_type='ar') with 10000 trials
  // and PairedTest(…, test_type='bs') with 1000 resamples, seed 12345; TER(normalized=True, asian_support=True).
  it.each<[string, Metric, number, number]>([
    ['paired-small-12', 'BLEU', 0.036396360363963605, 0.005994005994005994],
    ['paired-small-12', 'chrF2', 0.050794920507949204, 0.008991008991008992],
    ['paired-small-12', 'chrF2++', 0.03799620037996201, 0.002997002997002997],
    ['paired-small-12', 'TER', 0.0057994200579942, 0.000999000999000999],
    ['paired-clear-win-40', 'BLEU', 9.999000099990002e-5, 0.000999000999000999],
    ['paired-close-60', 'BLEU', 0.6794320567943206, 0.21678321678321677],
    ['paired-close-60', 'chrF2', 0.8028197180281972, 0.3026973026973027],
    ['paired-close-60', 'chrF2++', 0.9382061793820617, 0.3906093906093906],
    ['paired-close-60', 'TER', 0.6677332266773323, 0.24275724275724275],
    ['paired-13a-50', 'BLEU', 0.8709129087091291, 0.36063936063936064],
    ['paired-13a-50', 'chrF2', 0.19258074192580743, 0.07492507492507493],
    ['paired-13a-50', 'chrF2++', 0.18998100189981001, 0.07192807192807193],
    ['paired-13a-50', 'TER', 0.12438756124387561, 0.058941058941058944],
  ])('%s, %s', (name, metric, randomized, bootstrapped) => {
    for (const fixture of fixtures.filter((one) => one.name === name)) {
      const statistics = statisticsOf(fixture, metric);
      expect(pairedApproximateRandomization(statistics).pValue).toBeCloseTo(randomized, 12);
      expect(pairedBootstrap(statistics).pValue).toBeCloseTo(bootstrapped, 12);
    }
  });
});

/** Segments of one number each; the score is their mean, in halves so that sums are exact. */
const meanScore = (sum: ArrayLike<number>) => (sum[0] ?? 0) / (sum[1] ?? 1);
const segments = (values: readonly number[]) => values.map((value) => [value, 1]);

describe('approximate randomization', () => {
  it('draws from the exact distribution over all swaps', () => {
    const baseline = [3, 1, 4, 1, 5, 9, 2, 6];
    const system = [5, 3, 5, 8, 9, 7, 9, 3];
    const differences = baseline.map((value, i) => value - (system[i] ?? 0));
    const measured = Math.abs(differences.reduce((sum, value) => sum + value, 0));
    let larger = 0;
    for (let swaps = 0; swaps < 2 ** differences.length; swaps++) {
      const swapped = differences.reduce((sum, value, i) => sum + ((swaps >> i) & 1 ? -value : value), 0);
      if (Math.abs(swapped) > measured) larger++;
    }
    const exact = larger / 2 ** differences.length;
    const statistics = { baseline: segments(baseline), system: segments(system), scoreOf: meanScore };
    const trials = 20_000;
    const { pValue } = pairedApproximateRandomization(statistics, { trials, seed: 7 });
    // Five standard deviations of a share of that many trials; the seed is fixed, so that this passes or fails for good.
    expect(Math.abs(pValue - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / trials));
  });

  it('gives the same numbers on the way for whole numbers as on that for fractions', () => {
    // 64ths are exact in binary: both ways add up the same numbers, and a ratio of sums is the same to the bit.
    const values = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 30, maxLength: 30 });
    const in64ths = (rows: readonly number[][]) => rows.map((row) => row.map((value) => value / 64));
    fc.assert(
      fc.property(values, values, (first, second) => {
        const whole = { baseline: segments(first), system: segments(second), scoreOf: meanScore };
        const fractions = { ...whole, baseline: in64ths(whole.baseline), system: in64ths(whole.system) };
        const options = { trials: 40, seed: 5 };
        expect(pairedApproximateRandomization(whole, options)).toEqual(
          pairedApproximateRandomization(fractions, options),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('does not care which system is called the baseline', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(values, values, (first, second) => {
        const forth = { baseline: segments(first), system: segments(second), scoreOf: meanScore };
        const back = { baseline: forth.system, system: forth.baseline, scoreOf: meanScore };
        const options = { trials: 50, seed: 3 };
        const [one, other] = [forth, back].map((pair) => pairedApproximateRandomization(pair, options));
        expect(one?.pValue).toBe(other?.pValue);
        expect(one?.baselineScore).toBe(other?.systemScore);
        expect(pairedBootstrap(forth, { samples: 50 }).pValue).toBe(
          pairedBootstrap(back, { samples: 50 }).pValue,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('rejects a true null hypothesis about as often as p says', () => {
    // 200 pairs of systems drawn from one distribution (mulberry32, seed 1); p ≤ 0.1 in 20 of them on average.
    let state = 1;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const drawn = () => segments(Array.from({ length: 30 }, () => uniform()));
    const values = Array.from({ length: 200 }, () => {
      const statistics = { baseline: drawn(), system: drawn(), scoreOf: meanScore };
      return pairedApproximateRandomization(statistics, { trials: 200 }).pValue;
    });
    const rejected = values.filter((value) => value <= 0.1).length;
    // Within four standard deviations of a binomial (200, 0.1): 20 ± 17.
    expect(rejected).toBeGreaterThan(3);
    expect(rejected).toBeLessThan(37);
  });
});

describe('both paired tests', () => {
  const systems = (difference: number) => ({
    baseline: segments(Array.from({ length: 40 }, (_, i) => i % 7)),
    system: segments(Array.from({ length: 40 }, (_, i) => (i % 7) + difference)),
    scoreOf: meanScore,
  });

  it('give the smallest p to a clear difference, and to none at all, as sacreBLEU does', () => {
    for (const difference of [50, 0]) {
      expect(pairedBootstrap(systems(difference), { samples: 99 }).pValue).toBe(0.01);
      expect(pairedApproximateRandomization(systems(difference), { trials: 99 }).pValue).toBe(0.01);
    }
  });

  it('name test, count and seed in the signature where sacreBLEU does', () => {
    expect(pairedSignature('nrefs:1|case:mixed|heldout:0.1', 'bs', 1000, 12_345)).toBe(
      'nrefs:1|bs:1000|seed:12345|case:mixed|heldout:0.1',
    );
  });

  it.each<[string, Partial<PairedStatistics>, { samples?: number; trials?: number; seed?: number }, RegExp]>([
    [
      'systems of different length',
      { system: [[1, 1]] },
      {},
      /40 segments of the baseline and 1 of the system/,
    ],
    ['no segment', { baseline: [], system: [] }, {}, /at least one/],
    [
      'statistics of different metrics',
      { system: Array.from({ length: 40 }, () => [1]) },
      {},
      /2 and 1 numbers/,
    ],
    ['no resample', {}, { samples: 0, trials: 0 }, /whole number from 1/],
    ['a negative seed', {}, { seed: -1 }, /seed/],
  ])('refuse %s', (_, change, options, message) => {
    const statistics = { ...systems(1), ...change };
    for (const act of [pairedBootstrap, pairedApproximateRandomization]) {
      expect(() => act(statistics, options)).toThrow(HeldoutError);
      expect(() => act(statistics, options)).toThrow(message);
    }
  });
});
