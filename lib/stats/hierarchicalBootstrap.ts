import type { Bounded } from '@/lib/domain/answer';
import { studentCdf, studentQuantile } from './distributions';
import { quantile } from './quantile';

/** Of all intervals here. */
const level = 0.95;
const [lowShare, highShare] = [(1 - level) / 2, (1 + level) / 2];

/** Two variants' difference in a score, by seed and by draw of the test sentences. */
export interface CrossedDifferences {
  /** [seeds]: on the test set as it is. */
  measured: readonly number[];
  /** [seeds] of [resamples]: on test sets drawn anew, the same ones for every seed. */
  resampled: readonly Float64Array[];
}

/** Variances of the mean difference over seeds, by what they come from. */
export interface DifferenceVariances {
  /** Of drawing other sentences, with these seeds: holds all of the interaction. */
  sentences: number;
  /** Of drawing other seeds, beyond the interaction: what remains with endlessly many sentences. */
  seeds: number;
  /** Of seeds doing well on different sentences: it shrinks with more of either. */
  interaction: number;
}

/** Only sentences are drawn anew: 95% of the resamples of the mean over these seeds. */
export function sentenceInterval({ measured, resampled }: CrossedDifferences): Bounded {
  const means = resampledMeans(resampled);
  return { value: meanOf(measured), low: quantile(means, lowShare), high: quantile(means, highShare) };
}

/** Only seeds are drawn anew, on this test set: Student's t over the seeds' differences; null bounds of one seed. */
export function seedInterval(measured: readonly number[]): Bounded {
  const value = meanOf(measured);
  if (measured.length < 2) return { value, low: null, high: null };
  const half =
    studentQuantile(highShare, measured.length - 1) * Math.sqrt(varianceOf(measured) / measured.length);
  return { value, low: value - half, high: value + half };
}

/** Where the mean difference may lie, by all resamples. */
export interface DifferenceDistribution {
  resamples: number;
  /** How many resamples lie at or below x; shares of them count. */
  countBelow(x: number): number;
  quantile(share: number): number;
}

/**
 * Seeds and sentences are drawn anew together. They are crossed, not nested: every seed's model translates the same
 * sentences, so that a resample draws one test set for all seeds (the Multi-Bootstrap of Sellam et al. 2022 §4; Owen
 * 2007, "The pigeonhole bootstrap").
 *
 * Drawing S seeds with replacement as well shows only (S − 1) / S of their variance, knows nothing of how badly S seeds
 * tell it, and counts the interaction of seeds and sentences three times. With 3 seeds, where seeds are all the noise, its
 * 95% intervals reach from the least seed to the greatest and hold the truth in three of four sweeps; where the interaction
 * is, in 99.5%. So the seeds' part is not drawn but known: in every resample of sentences it is Student's t with S − 1
 * degrees of freedom, scaled to the seeds' variance less the interaction that the sentences have brought already. The
 * distribution is the mean of those over all resamples, which needs no more draws. docs/statistics.md has the coverage.
 *
 * Without noise of sentences this is Student's t of the seeds, without noise of seeds the bootstrap of sentences; of one
 * seed it is the latter.
 */
export function differenceDistribution(differences: CrossedDifferences): DifferenceDistribution {
  const means = resampledMeans(differences.resampled);
  const freedom = differences.measured.length - 1;
  const scale = Math.sqrt(variancesOf(differences).seeds);
  if (scale === 0) {
    return {
      resamples: means.length,
      countBelow: (x) => means.filter((mean) => mean <= x).length,
      quantile: (share) => quantile(means, share),
    };
  }
  const countBelow = (x: number) =>
    means.reduce((sum, mean) => sum + studentCdf((x - mean) / scale, freedom), 0);
  return {
    resamples: means.length,
    countBelow,
    quantile: (share) => {
      const reach = scale * studentQuantile(share, freedom);
      const range = [Math.min(...means) + reach, Math.max(...means) + reach] as const;
      return bisect((x) => countBelow(x) - share * means.length, range);
    },
  };
}

/**
 * The interval of differenceDistribution, and p of no difference.
 *
 * @returns p two-sided, twice the smaller share on one side of 0; one is added to both counts, so that it is never 0
 */
export function hierarchicalBootstrap(differences: CrossedDifferences): Bounded & { pValue: number } {
  const { resamples, countBelow, quantile: quantileOf } = differenceDistribution(differences);
  const below = countBelow(0);
  // Differences of exactly 0, as of systems that translate alike, count on both sides.
  const above = resamples - countBelow(-Number.MIN_VALUE);
  return {
    value: meanOf(differences.measured),
    low: quantileOf(lowShare),
    high: quantileOf(highShare),
    pValue: Math.min(1, (1 + 2 * Math.min(below, above)) / (resamples + 1)),
  };
}

/**
 * The variances of a crossed design (seeds × sentences): that of the seeds' differences on the test set holds the
 * interaction as well, which shows by itself in how much the seeds' differences part from their mean from resample to
 * resample. Of one seed the seeds' part is not known, and 0 here.
 */
export function variancesOf({ measured, resampled }: CrossedDifferences): DifferenceVariances {
  const means = resampledMeans(resampled);
  const sentences = varianceOf(means);
  const seedCount = measured.length;
  if (seedCount < 2) return { sentences, seeds: 0, interaction: 0 };
  const parting = resampled.map((scores) =>
    varianceOf(Array.from(scores, (score, r) => score - (means[r] ?? 0))),
  );
  const interaction = parting.reduce((sum, each) => sum + each, 0) / (seedCount - 1) / seedCount;
  return { sentences, seeds: Math.max(0, varianceOf(measured) / seedCount - interaction), interaction };
}

/**
 * Half the width that the interval of seeds and sentences would have with other numbers of both, by these variances:
 * halves of independent parts add up in squares (Howe 1974; Zou & Donner 2008).
 *
 * @param seeds how many there are; at least 2
 * @param change seeds to be added; by what the number of sentences is multiplied
 */
export function foreseenHalfWidth(
  variances: DifferenceVariances,
  seeds: number,
  change: { moreSeeds?: number; sentencesTimes?: number },
): number {
  const { moreSeeds = 0, sentencesTimes = 1 } = change;
  const perSeed = seeds / (seeds + moreSeeds);
  const interaction = Math.min(variances.interaction, variances.sentences);
  const sentences = (variances.sentences - interaction + interaction * perSeed) / sentencesTimes;
  const student = studentQuantile(highShare, seeds + moreSeeds - 1);
  return Math.sqrt(normalQuantile ** 2 * sentences + student ** 2 * variances.seeds * perSeed);
}

/** 97.5% of the standard normal distribution lie below. */
const normalQuantile = 1.959963984540054;

/** [resamples]: the mean over seeds. */
function resampledMeans(resampled: readonly Float64Array[]): number[] {
  const [first = new Float64Array()] = resampled;
  return Array.from(
    first,
    (_, r) => resampled.reduce((sum, scores) => sum + (scores[r] ?? 0), 0) / resampled.length,
  );
}

/** Where a rising function is 0, to 2^-50 of the range: far below what resampling tells. */
function bisect(rising: (x: number) => number, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < 50; halving++) {
    const middle = low + (high - low) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
