import { z } from 'zod';
import { metricText } from './metric';
import type { FinalScores } from './score';

/** What a run's numbers are numbers of: only runs that agree in it are compared by them. */
export const comparisonSchema = z.object({
  /** Of the whole test split. */
  testHash: z.string(),
  /** Of the test sentences translated after every epoch; null where the run did not record it. */
  sampleHash: z.string().nullable(),
  bleuSignature: z.string(),
  /** What a target token is: losses and accuracies are of such tokens. */
  targetUnit: z.string(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** @param merges of byte-pair encoding; other tokenizers have none */
export function targetUnitOf(config: { targetTokenizer: string; targetMerges: number }): string {
  const { targetTokenizer, targetMerges } = config;
  return targetTokenizer === 'bpe' ? `bpe of ${targetMerges} merges` : targetTokenizer;
}

const tokenQuantities = ['loss', 'accuracy', 'perplexity'];
/** Cheap enough to be measured on a sample after every epoch. */
const sampledQuantities = ['bleu', 'chrf'];

/**
 * Why a metric of these runs must not be compared; null where it may. For a whole sentence see refusalText.
 *
 * Loss, accuracy and perplexity are of target tokens, so runs must cut them alike. Scores are of test sentences, so
 * runs must have been tested on the same ones, and scored with the same signature.
 */
export function comparisonProblem(metric: string, runs: readonly Comparison[]): string | null {
  const quantity = quantityOf(metric);
  if (tokenQuantities.includes(quantity)) {
    const units = distinct(runs.map((run) => run.targetUnit));
    if (units.length > 1) {
      return `it is a number a token, and these runs cut the target into different tokens (${units.join(', ')}); compare BLEU or chrF, and choose by validation/bleu`;
    }
  }
  const testSets = distinct(runs.map((run) => run.testHash)).length;
  if (testSets > 1) {
    return `these runs have ${testSets} different test sets; compare runs of one corpus and one split`;
  }
  if (!sampledQuantities.includes(quantity)) return null;
  const samples = distinct(runs.map((run) => run.sampleHash ?? run.testHash)).length;
  if (samples > 1) {
    return `after every epoch these runs translate ${samples} different samples of the test set (bleuSentences differs); compare the scores of the whole test split`;
  }
  return signatureProblem(runs.map((run) => run.bleuSignature));
}

/**
 * The same for scores of the whole test split, which carry their own sentences and signature.
 *
 * @param runs those that have come to their end; the others have no such scores
 */
export function wholeTestProblem(
  metric: string,
  runs: readonly { comparison: Comparison | null; scores: FinalScores | null }[],
): string | null {
  const scored = runs.flatMap(({ comparison, scores }) => {
    const score = scores?.scores[metric];
    if (!score || !scores || !comparison) return [];
    return [{ ...comparison, sampleHash: scores.testSet, bleuSignature: score.signature }];
  });
  const problem = comparisonProblem(metric, scored);
  if (problem !== null || tokenQuantities.includes(quantityOf(metric))) return problem;
  return signatureProblem(scored.map((run) => run.bleuSignature));
}

/** "test loss and train loss are not compared: …", one sentence for all metrics that share a reason. */
export function refusalText(metrics: readonly string[], reason: string): string {
  const names = metrics.map((metric) => `${splitOf(metric)} ${metricText(metric).label}`);
  const listed = new Intl.ListFormat('en-GB').format(names);
  return `${listed} ${names.length === 1 ? 'is' : 'are'} not compared: ${reason}.`;
}

function signatureProblem(signatures: readonly string[]): string | null {
  const ways = distinct(signatures);
  return ways.length > 1 ? `it was computed in different ways (${ways.join(' and ')})` : null;
}

function splitOf(metric: string): string {
  return metric.slice(0, metric.indexOf('/'));
}

function quantityOf(metric: string): string {
  return metric.slice(metric.indexOf('/') + 1);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
