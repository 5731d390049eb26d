import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CrossedDifferences,
  differenceDistribution,
  foreseenHalfWidth,
  hierarchicalBootstrap,
  seedInterval,
  sentenceInterval,
  variancesOf,
} from '@/lib/stats/hierarchicalBootstrap';

/** Uniform on (0, 1): mulberry32. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Box & Muller 1958. */
function normals(uniform: () => number): (deviation: number) => number {
  return (deviation) => deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

interface Truth {
  seeds: number;
  /** Standard deviations of a seed's effect, and of what a seed and a sentence do together. */
  seed: number;
  interaction: number;
  /** Of a sentence's own difference, the same for all seeds. */
  sentence: number;
}

const sentenceCount = 100;
const resamples = 200;

/** How often each sentence is drawn, in each resample: one draw for all simulated sweeps, as it is for all runs. */
const drawn = (() => {
  const uniform = uniforms(7);
  return Array.from({ length: resamples }, () => {
    const counts = new Float64Array(sentenceCount);
    for (let i = 0; i < sentenceCount; i++) {
      const sentence = Math.floor(sentenceCount * uniform());
      counts[sentence] = (counts[sentence] ?? 0) + 1;
    }
    return counts;
  });
})();

/** A sweep of two variants whose true difference is 0; the score of a test set is the mean over its sentences. */
function simulate(truth: Truth, normal: (deviation: number) => number): CrossedDifferences {
  const shared = Array.from({ length: sentenceCount }, () => normal(truth.sentence));
  const perSeed = Array.from({ length: truth.seeds }, () => {
    const effect = normal(truth.seed);
    return Float64Array.from(shared, (difference) => effect + difference + normal(truth.interaction));
  });
  const scored = (values: Float64Array, counts: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < sentenceCount; i++) sum += (values[i] ?? 0) * (counts[i] ?? 0);
    return sum / sentenceCount;
  };
  const once = new Float64Array(sentenceCount).fill(1);
  return {
    measured: perSeed.map((values) => scored(values, once)),
    resampled: perSeed.map((values) => Float64Array.from(drawn, (counts) => scored(values, counts))),
  };
}

/** Seeds drawn with replacement and nothing corrected (Sellam et al. 2022), to say what the correction is worth. */
function uncorrectedCovers({ resampled }: CrossedDifferences, uniform: () => number): boolean {
  const seeds = resampled.length;
  const means = Array.from({ length: resamples }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < seeds; i++) sum += resampled[Math.floor(seeds * uniform())]?.[r] ?? 0;
    return sum / seeds;
  }).sort((a, b) => a - b);
  const cut = Math.round(0.025 * resamples);
  return (means[cut] ?? 0) <= 0 && (means[resamples - 1 - cut] ?? 0) >= 0;
}

function shareOf(count: number, covers: () => boolean): number {
  let covered = 0;
  for (let i = 0; i < count; i++) if (covers()) covered++;
  return covered / count;
}

/** Whether the 95% interval holds 0, without the search for its bounds. */
function covers(differences: CrossedDifferences): boolean {
  const share = differenceDistribution(differences).countBelow(0) / resamples;
  return share >= 0.025 && share <= 0.975;
}

/** In the mean over 100 sentences 10 is 1: as much as a seed effect of 1. */
const scenarios: [string, Omit<Truth, 'seeds'>][] = [
  ['seeds alone', { seed: 1, sentence: 0, interaction: 0.01 }],
  ['sentences alone', { seed: 0.01, sentence: 10, interaction: 0.01 }],
  ['seeds and sentences', { seed: 1, sentence: 10, interaction: 0.01 }],
  ['all three', { seed: 1, sentence: 10, interaction: 10 }],
  ['the interaction alone', { seed: 0, sentence: 0, interaction: 10 }],
];

describe('the 95% interval of seeds and sentences', () => {
  const cases = [3, 5].flatMap((seeds) =>
    scenarios.map(([noise, truth]) => ({ seeds, noise, truth: { ...truth, seeds } })),
  );
  it.each(cases)('holds the truth at about its rate: $seeds seeds, noise of $noise', ({ truth }) => {
    const normal = normals(uniforms(11));
    const share = shareOf(2000, () => covers(simulate(truth, normal)));
    // Two percentage points, which is four standard errors of a share of 2,000; and up to 98.5% where both parts are as
    // large: Student's factor is of the seeds' part alone, so that the sum is on the safe side (Howe 1974).
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.985);
  });

  it.each(scenarios)('is never too narrow with two seeds: noise of %s', (_, truth) => {
    const normal = normals(uniforms(12));
    const share = shareOf(1000, () => covers(simulate({ ...truth, seeds: 2 }, normal)));
    expect(share).toBeGreaterThanOrEqual(0.93);
  });

  it('would hold it too seldom, and too often, if seeds were drawn with replacement and nothing corrected', () => {
    const uniform = uniforms(13);
    const normal = normals(uniform);
    const share = (truth: Truth) => shareOf(1000, () => uncorrectedCovers(simulate(truth, normal), uniform));
    expect(share({ seeds: 3, seed: 1, sentence: 0, interaction: 0.01 })).toBeLessThan(0.82);
    expect(share({ seeds: 3, seed: 0, sentence: 0, interaction: 10 })).toBeGreaterThan(0.985);
  });

  it('holds 0 where its distribution does', () => {
    const normal = normals(uniforms(14));
    for (let i = 0; i < 40; i++) {
      const differences = simulate({ seeds: 3, seed: 1, sentence: 10, interaction: 3 }, normal);
      const { low, high, pValue } = hierarchicalBootstrap(differences);
      expect((low ?? 0) <= 0 && (high ?? 0) >= 0).toBe(covers(differences));
      const below = differenceDistribution(differences).countBelow(0);
      const lesser = Math.min(below, resamples - below);
      expect(pValue).toBeCloseTo((1 + 2 * lesser) / (resamples + 1), 12);
    }
  });
});

/** The same difference on every resample of sentences: no sentence luck. */
const withoutSentenceLuck = (measured: number[]): CrossedDifferences => ({
  measured,
  resampled: measured.map((value) => new Float64Array(resamples).fill(value)),
});

describe('in the limits', () => {
  // R 4.2.2: t.test(c(1.2, 0.4, 2.3)), its p.value and conf.int
  const measured = [1.2, 0.4, 2.3];

  it('without luck of sentences it is the t test of the seeds', () => {
    const { low, high, pValue } = hierarchicalBootstrap(withoutSentenceLuck(measured));
    const seeds = seedInterval(measured);
    // jStat's quantiles are right to 1e-8 of their value.
    expect(low).toBeCloseTo(seeds.low ?? 0, 6);
    expect(high).toBeCloseTo(seeds.high ?? 0, 6);
    // One is added to both counts.
    expect(pValue).toBeCloseTo((1 + resamples * 0.1421835530815619) / (resamples + 1), 6);
  });

  it('the seeds have the interval of R', () => {
    const { value, low, high } = seedInterval(measured);
    expect(value).toBeCloseTo(1.3, 12);
    expect(low).toBeCloseTo(-1.069716344956829, 6);
    expect(high).toBeCloseTo(3.669716344956828, 6);
  });

  it('without luck of seeds it is the bootstrap of sentences', () => {
    const normal = normals(uniforms(15));
    const [resampled = new Float64Array()] = simulate(
      { seeds: 1, seed: 0, sentence: 10, interaction: 0 },
      normal,
    ).resampled;
    const alike = { measured: [0.3, 0.3, 0.3], resampled: [resampled, resampled, resampled] };
    const { pValue: _, ...interval } = hierarchicalBootstrap(alike);
    expect(interval).toEqual(sentenceInterval(alike));
  });

  it('nobody knows the seeds’ part of one seed', () => {
    expect(seedInterval([2])).toEqual({ value: 2, low: null, high: null });
    expect(variancesOf(withoutSentenceLuck([2]))).toEqual({ sentences: 0, seeds: 0, interaction: 0 });
  });
});

describe('the variances', () => {
  it('are told apart', () => {
    // Variances of the mean over 4 seeds: 10²/100 = 1 of sentences and 10²/100/4 = 0.25 of the interaction, which is in
    // the sentences' too; 2²/4 = 1 of seeds. Means over 400 sweeps vary by 4% (seeds: χ² with 3 degrees of freedom).
    const normal = normals(uniforms(16));
    const of = Array.from({ length: 400 }, () =>
      variancesOf(simulate({ seeds: 4, seed: 2, sentence: 10, interaction: 10 }, normal)),
    );
    const mean = (name: 'sentences' | 'seeds' | 'interaction') =>
      of.reduce((sum, each) => sum + each[name], 0) / of.length;
    expect(Math.abs(mean('sentences') - 1.25)).toBeLessThan(0.1);
    expect(Math.abs(mean('interaction') - 0.25)).toBeLessThan(0.02);
    expect(Math.abs(mean('seeds') - 1)).toBeLessThan(0.2);
  });

  it('foresee that more of either narrows the interval', () => {
    const variance = fc.double({ min: 0.001, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ sentences: variance, seeds: variance, interaction: variance }),
        fc.integer({ min: 2, max: 9 }),
        (variances, seeds) => {
          const now = foreseenHalfWidth(variances, seeds, {});
          expect(foreseenHalfWidth(variances, seeds, { moreSeeds: 3 })).toBeLessThan(now);
          expect(foreseenHalfWidth(variances, seeds, { sentencesTimes: 2 })).toBeLessThan(now);
        },
      ),
    );
  });

  it('foresee the half width that an interval has now', () => {
    const normal = normals(uniforms(17));
    const differences = simulate({ seeds: 5, seed: 1, sentence: 10, interaction: 3 }, normal);
    const { low, high } = hierarchicalBootstrap(differences);
    const half = ((high ?? 0) - (low ?? 0)) / 2;
    // Halves in squares against the mixture itself, and normal against resampled: 10% as measured at most.
    expect(Math.abs(foreseenHalfWidth(variancesOf(differences), 5, {}) / half - 1)).toBeLessThan(0.15);
  });
});
