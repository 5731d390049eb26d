import { z } from 'zod';
import { runResultSchema } from './api';
import { comparisonSchema } from './comparison';
import { levelSchema } from './design';
import { metricNameSchema, metricValueSchema } from './metric';
import { runStateSchema } from './run';
import { finalScoresSchema } from './score';
import { sweepSpecSchema } from './sweep';

/**
 * All that a sweep's answer is computed from: the server gathers it from the database, a bundle carries it, and
 * `sweep verify` computes the answer again from it. Nothing else may enter the statistics.
 */

export const inputCurveSchema = z.object({
  metric: metricNameSchema,
  /** Rising. */
  steps: z.array(z.int()),
  values: z.array(metricValueSchema),
});

export const inputRunSchema = z.object({
  id: z.string(),
  variantIndex: z.int(),
  seed: z.int(),
  state: runStateSchema,
  /** null while it is not known. */
  stepsPerEpoch: z.number().nullable(),
  durationMs: z.int(),
  result: runResultSchema,
  tested: z.object({ best: finalScoresSchema.nullable(), last: finalScoresSchema.nullable() }),
  comparison: comparisonSchema.nullable(),
  /** train/loss, test/loss, the objective and the reported metric, where the run measured them; every point. */
  curves: z.array(inputCurveSchema),
});
export type InputRun = z.infer<typeof inputRunSchema>;

export const inputVariantSchema = z.object({
  index: z.int(),
  levels: z.record(z.string(), levelSchema),
  /** Pairs that its runs trained on; 0 while no run has said it. */
  trainPairs: z.int(),
  parameterCount: z.int(),
});

export const answerInputSchema = z.object({
  sweepId: z.string(),
  spec: sweepSpecSchema,
  /** The factors in the order of the tables. */
  factors: z.array(z.string()),
  variants: z.array(inputVariantSchema),
  runs: z.array(inputRunSchema),
});
export type AnswerInput = z.infer<typeof answerInputSchema>;

/** What a person may choose; it is part of the answer, so that an answer says how it came about. */
export const answerOptionsSchema = z.object({
  /** Of the variant that the others are held against; absent: the first one. */
  baseline: z.int().min(0).optional(),
  /** The difference, in the reported metric's unit, that a sweep should be able to show. */
  target: z.number().positive().optional(),
});
export type AnswerOptions = z.infer<typeof answerOptionsSchema>;
