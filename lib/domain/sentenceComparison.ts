import { z } from 'zod';
import { boundedSchema } from './answer';

/**
 * Two variants' translations of the same test sentences: GET /api/v1/sweeps/:id/sentences?baseline=I&variant=J.
 * Differences are variant − baseline.
 */

/** One test of one seed's two systems, with sacreBLEU's conventions; its signature says which. */
const pairedTestSchema = z.object({ pValue: z.number(), signature: z.string() });

export const sentenceMetricSchema = z.object({
  metric: z.string(),
  signature: z.string(),
  higherIsBetter: z.boolean(),
  perSeed: z.array(
    z.object({
      seed: z.int(),
      baseline: z.number(),
      variant: z.number(),
      /** 95% of the resamples of sentences. */
      difference: boundedSchema,
      bootstrap: pairedTestSchema,
      randomization: pairedTestSchema,
    }),
  ),
  /** Seeds and sentences drawn anew together; what a new test set and new seeds would show. */
  both: boundedSchema.extend({ pValue: z.number().nullable(), signature: z.string() }),
  /** Only sentences drawn anew (sentence luck), only seeds (seed luck; null bounds with one seed): which of the two the doubt is of. */
  sentencesOnly: boundedSchema,
  seedsOnly: boundedSchema,
  /** Half the width that `both` would have with more seeds, or with more test sentences; null with one seed. */
  foreseen: z
    .object({
      moreSeeds: z.int(),
      withMoreSeeds: z.number(),
      sentencesTimes: z.number(),
      withMoreSentences: z.number(),
    })
    .nullable(),
});
export type SentenceMetric = z.infer<typeof sentenceMetricSchema>;

export const sentenceComparisonSchema = z.object({
  baseline: z.int(),
  variant: z.int(),
  seeds: z.array(z.int()),
  sentences: z.int(),
  testSet: z.string(),
  metrics: z.array(sentenceMetricSchema),
});
export type SentenceComparison = z.infer<typeof sentenceComparisonSchema>;

/** What it is computed from; a bundle carries it. */
export const sentenceInputSchema = z.object({
  baseline: z.int(),
  variant: z.int(),
  testSet: z.string(),
  /** [sentences] of references each. */
  references: z.array(z.array(z.string()).min(1)),
  runs: z.array(
    z.object({
      seed: z.int(),
      baseline: z.array(z.string()),
      variant: z.array(z.string()),
      /** Of test/bleu and test/chrf as stored, to be refused where the two differ. */
      signatures: z.object({
        baseline: z.record(z.string(), z.string()),
        variant: z.record(z.string(), z.string()),
      }),
    }),
  ),
});
export type SentenceInput = z.infer<typeof sentenceInputSchema>;
