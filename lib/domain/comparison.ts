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

/**
 * Why a metric of these runs must not be compared, in one sentence; null where it may.
 *
 * Loss, accuracy and perplexity are of target tokens, so runs must cut them alike. Scores are of test sentences, so
 * runs must have been tested on the same ones, and scored with the same signature.
 */
export function comparisonProblem(metric: string, runs: readonly Comparison[]): string | null {
  const split = metric.slice(0, metric.indexOf('/'));
  const quantity = quantityOf(metric);
  const name = `${split} ${metricText(metric).label}`;
  if (tokenQuantities.includes(quantity)) {
    const units = distinct(runs.map((run) => run.targetUnit));
    if (units.length > 1) {
      return `${name} is not compared between these runs: it is a number a token, and their target tokens differ (${units.join(', ')}). Compare BLEU or chrF, or choose by validation/bleu.`;
    }
  }
  const testSets = distinct(runs.map((run) => run.testHash)).length;
  if (testSets > 1) {
    return `${name} is not compared between these runs: they have ${testSets} different test sets. Compare runs of one corpus and one split.`;
  }
  if (quantity !== 'bleu' && quantity !== 'chrf') return null;
  const samples = distinct(runs.map((run) => run.sampleHash ?? run.testHash)).length;
  if (samples > 1) {
    return `${name} after every epoch is not compared between these runs: they translate ${samples} different samples of the test set (bleuSentences differs). Compare the scores of the whole test split.`;
  }
  const signatures = distinct(runs.map((run) => run.bleuSignature));
  if (signatures.length > 1) {
    return `${name} is not compared between these runs: it was computed in different ways (${signatures.join(' and ')}).`;
  }
  return null;
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
    return [{ ...comparison, sampleHash: scores.testSet, signature: score.signature }];
  });
  const problem = comparisonProblem(
    metric,
    scored.map(({ signature, ...run }) => ({ ...run, bleuSignature: signature })),
  );
  if (problem !== null || !['chrfPlusPlus', 'ter'].includes(quantityOf(metric))) return problem;
  const signatures = distinct(scored.map(({ signature }) => signature));
  return signatures.length > 1
    ? `${metricText(metric).label} is not compared between these runs: it was computed in different ways (${signatures.join(' and ')}).`
    : null;
}

function quantityOf(metric: string): string {
  return metric.slice(metric.indexOf('/') + 1);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
