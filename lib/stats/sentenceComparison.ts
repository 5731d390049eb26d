import { HeldoutError } from '@/lib/domain/errors';
import type { SentenceComparison, SentenceInput, SentenceMetric } from '@/lib/domain/sentenceComparison';
import {
  type CrossedDifferences,
  foreseenHalfWidth,
  hierarchicalBootstrap,
  seedInterval,
  sentenceInterval,
  variancesOf,
} from './hierarchicalBootstrap';
import {
  defaultPairedSeed,
  defaultResamples,
  defaultTrials,
  type PairedStatistics,
  pairedApproximateRandomization,
  pairedBootstrap,
  pairedSignature,
  resampledScores,
} from './pairedTests';
import { type SentenceMetricName, scorerOf, sentenceMetrics } from './sentenceStatistics';

type SeedInput = SentenceInput['runs'][number];

/** What the outlook of an interval is told for: a top-up of seeds, and a test set of twice the size. */
const outlook = { moreSeeds: 3, sentencesTimes: 2 };

/**
 * Two variants' translations of one test set, seed by seed and over seeds, in BLEU and chrF2; differences are
 * variant − baseline. Tests of one seed are sacreBLEU's with its defaults (1,000 resamples, 10,000 trials, seed 12345); the
 * resamples of sentences are the same ones for all seeds and both metrics.
 *
 * @throws HeldoutError not_comparable where runs have not translated the same number of sentences as the test set has, or
 *   were scored in different ways; invalid_input where the variants share no seed, or a seed is there twice
 */
export function compareSentences(input: SentenceInput): SentenceComparison {
  const { baseline, variant, testSet, references } = input;
  const runs = input.runs.toSorted((a, b) => a.seed - b.seed);
  checkSeeds(input, runs);
  for (const run of runs) checkSentences(run, references.length);
  const metrics = sentenceMetrics.flatMap((metric) => {
    const signature = commonSignature(metric, runs);
    return signature === null ? [] : [compareMetric(metric, signature, { runs, references })];
  });
  if (metrics.length === 0) {
    throw new HeldoutError(
      'not_comparable',
      `Comparing sentences: variants ${baseline} and ${variant} have no ${sentenceMetrics.join(' and no ')} of the whole test split; wait for their runs to finish.`,
    );
  }
  return {
    baseline,
    variant,
    seeds: runs.map(({ seed }) => seed),
    sentences: references.length,
    testSet,
    metrics,
  };
}

function compareMetric(
  metric: SentenceMetricName,
  signature: string,
  { runs, references }: Pick<SentenceInput, 'runs' | 'references'>,
): SentenceMetric {
  const { statisticsOf, scoreOf } = scorerOf(metric, signature, references);
  const seeds = runs.map((run) =>
    compareSeed(run.seed, signature, {
      baseline: statisticsOf(run.baseline),
      system: statisticsOf(run.variant),
      scoreOf,
    }),
  );
  const differences: CrossedDifferences = {
    measured: seeds.map(({ tested }) => tested.difference.value),
    resampled: seeds.map(({ resampled }) => resampled),
  };
  return {
    metric,
    signature,
    higherIsBetter: true,
    perSeed: seeds.map(({ tested }) => tested),
    both: { ...hierarchicalBootstrap(differences), signature: hierarchicalSignature(signature, runs.length) },
    sentencesOnly: sentenceInterval(differences),
    seedsOnly: seedInterval(differences.measured),
    foreseen: foreseenOf(differences),
  };
}

/** One seed's two systems: both of sacreBLEU's tests, and the differences on its resamples. */
function compareSeed(
  seed: number,
  signature: string,
  statistics: PairedStatistics,
): { tested: SentenceMetric['perSeed'][number]; resampled: Float64Array } {
  const scores = resampledScores(statistics);
  const bootstrap = pairedBootstrap(statistics, { resampled: scores });
  const randomization = pairedApproximateRandomization(statistics);
  const resampled = scores.system.map((score, r) => score - (scores.baseline[r] ?? 0));
  const [baseline, variant] = [bootstrap.baseline.score, bootstrap.system.score];
  return {
    tested: {
      seed,
      baseline,
      variant,
      difference: sentenceInterval({ measured: [variant - baseline], resampled: [resampled] }),
      bootstrap: {
        pValue: bootstrap.pValue,
        signature: pairedSignature(signature, 'bs', defaultResamples, defaultPairedSeed),
      },
      randomization: {
        pValue: randomization.pValue,
        signature: pairedSignature(signature, 'ar', defaultTrials, defaultPairedSeed),
      },
    },
    resampled,
  };
}

/** As sacreBLEU writes the paired bootstrap, hb for hierarchical, and the seeds: `nrefs:1|hb:1000|seed:12345|runs:3|case:…`. */
function hierarchicalSignature(signature: string, seeds: number): string {
  return signature.replace('|', `|hb:${defaultResamples}|seed:${defaultPairedSeed}|runs:${seeds}|`);
}

function foreseenOf(differences: CrossedDifferences): SentenceMetric['foreseen'] {
  const seeds = differences.measured.length;
  if (seeds < 2) return null;
  const variances = variancesOf(differences);
  const { moreSeeds, sentencesTimes } = outlook;
  return {
    moreSeeds,
    withMoreSeeds: foreseenHalfWidth(variances, seeds, { moreSeeds }),
    sentencesTimes,
    withMoreSentences: foreseenHalfWidth(variances, seeds, { sentencesTimes }),
  };
}

/** @returns null where no run has a score of the metric */
function commonSignature(metric: SentenceMetricName, runs: readonly SeedInput[]): string | null {
  const found = new Set(
    runs.flatMap(({ signatures }) => [signatures.baseline[metric], signatures.variant[metric]]),
  );
  const [first, ...others] = [...found];
  if (others.length === 0) return first ?? null;
  const ways = [...found].map((signature) => signature ?? 'not at all').join(' and ');
  throw new HeldoutError(
    'not_comparable',
    `Comparing sentences: ${metric} was computed in different ways (${ways}); compare variants that were scored in the same way, or train the runs again.`,
  );
}

function checkSeeds({ baseline, variant }: SentenceInput, runs: readonly SeedInput[]): void {
  const seeds = runs.map(({ seed }) => seed);
  if (seeds.length === 0) {
    throw new HeldoutError(
      'invalid_input',
      `Comparing sentences: variants ${baseline} and ${variant} share no seed of which both runs have translated the test split; wait for their runs to finish, or add a seed to the sweep.`,
    );
  }
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice === undefined) return;
  throw new HeldoutError(
    'invalid_input',
    `Comparing sentences: seed ${twice} is there twice, expected one run of each variant a seed.`,
  );
}

function checkSentences({ seed, baseline, variant }: SeedInput, sentences: number): void {
  if (baseline.length === sentences && variant.length === sentences) return;
  throw new HeldoutError(
    'not_comparable',
    `Comparing sentences: with seed ${seed} the baseline has translated ${baseline.length} sentences and the variant ${variant.length}, of a test set of ${sentences}; compare runs that were tested on the same sentences.`,
  );
}
