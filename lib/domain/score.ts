import { z } from 'zod';
import { metricNameSchema, metricValueSchema } from './metric';

/**
 * What a run reports of its whole test split: every sentence translated, with the parameters of the best step (chosen
 * on validation) and with the last ones.
 */
export const moments = ['best', 'last'] as const;
export type Moment = (typeof moments)[number];

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Sentences of a test set in order, from `offset` on; runs that share it send the same. */
export const testSetPartSchema = z.object({
  /** Of all its sentences and references, in order. */
  testSet: hashSchema,
  offset: z.int().min(0),
  items: z.array(z.object({ source: z.string(), references: z.array(z.string()).min(1) })).max(5000),
});
export type TestSetPart = z.infer<typeof testSetPartSchema>;

/** Translations of a test set's sentences, from `offset` on. */
export const hypothesesPartSchema = z.object({
  moment: z.enum(moments),
  step: z.int().min(0),
  epoch: z.number().min(0),
  testSet: hashSchema,
  offset: z.int().min(0),
  hypotheses: z.array(z.string()).max(5000),
});
export type HypothesesPart = z.infer<typeof hypothesesPartSchema>;

/** A number and how it came about: values with different signatures are different quantities. */
export const scoreSchema = z.object({ value: metricValueSchema, signature: z.string().max(300) });
export type Score = z.infer<typeof scoreSchema>;

/** Scores of the whole test split at one moment, by metric (test/bleu, test/chrfPlusPlus …). */
export const finalScoresSchema = z.object({
  moment: z.enum(moments),
  step: z.int().min(0),
  epoch: z.number().min(0),
  testSet: hashSchema,
  sentences: z.int().min(1),
  scores: z.record(metricNameSchema, scoreSchema),
});
export type FinalScores = z.infer<typeof finalScoresSchema>;
