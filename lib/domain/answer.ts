import { z } from 'zod';
import { answerOptionsSchema } from './answerInput';
import { levelSchema } from './design';

/**
 * A sweep's answer: GET /api/v1/sweeps/:id/answer, the report, and what a bundle is verified against. Numbers only; the
 * sentences are put together from it in the reader's language. Differences are level − reference (variant − baseline) in
 * the metric's own unit, whatever its direction; `higherIsBetter` says which sign is good. null: it cannot be estimated.
 */

/** null bounds: too little was measured for an interval. */
export const boundedSchema = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Bounded = z.infer<typeof boundedSchema>;

/** A p value as the test gives it, and corrected over the answer's family (Holm 1979; Benjamini & Hochberg 1995). */
export const testedSchema = z.object({
  pValue: z.number().nullable(),
  holm: z.number().nullable(),
  benjaminiHochberg: z.number().nullable(),
});

/**
 * What an interval's width comes from.
 * seeds-within-cells: how seeds differ in each cell, pooled; the cells are the design's own, all of them.
 * sweep-noise: the same, of all the sweep's variants, because the effect has too few cells and seeds by itself.
 * seeds: whole seeds, because a seed was seen to move all cells alike.
 * cells: one seed; cells stand in for it, so that a true interaction widens the interval.
 * none: a single pair.
 */
export const intervalBases = ['seeds-within-cells', 'sweep-noise', 'seeds', 'cells', 'none'] as const;

/** A level of a factor against the reference level: mean paired difference over matched cells (same other factors, same seed). */
export const effectSchema = boundedSchema.extend({
  factor: z.string(),
  reference: levelSchema,
  level: levelSchema,
  ...testedSchema.shape,
  basis: z.enum(intervalBases),
  standardError: z.number().nullable(),
  freedom: z.number().nullable(),
  /** Matched pairs; how many of them are better at the level, and equal. */
  pairs: z.int(),
  better: z.int(),
  ties: z.int(),
  cells: z.int(),
  seeds: z.int(),
  /** Runs at either level without a partner. */
  unmatched: z.int(),
  /** Probability of improvement: that the level beats the reference in a random matched pair, ties counted half. */
  improvement: boundedSchema,
  /** Every pair. */
  differences: z.array(
    z.object({
      /** The other factors' levels. */
      cell: z.record(z.string(), levelSchema),
      seed: z.int(),
      reference: z.number(),
      level: z.number(),
    }),
  ),
  /** How many seeds a variant would have to have more, to show `target` in four of five sweeps, by Bonferroni's level over the family, which Holm never undercuts; 0: it can now; null: over 1,000, or unknown. */
  moreSeeds: z.int().nullable(),
});
export type Effect = z.infer<typeof effectSchema>;

/** Two factors together: the means of every combination, and how far they are from the sum of both effects. */
export const interactionSchema = z.object({
  factors: z.tuple([z.string(), z.string()]),
  rows: z.array(levelSchema),
  columns: z.array(levelSchema),
  /** [rows × columns], over all other factors and seeds; null: nothing was measured there. */
  means: z.array(z.array(z.number().nullable())),
  counts: z.array(z.array(z.int())),
  /** Of two factors of two levels: how much larger the second factor's effect is at the first's second level. */
  difference: boundedSchema.nullable(),
  /** That the difference comes from; without one, seeds of all runs. Absent in bundles of before it was told. */
  seeds: z.int().optional(),
  ...testedSchema.shape,
  etaSquared: z.number().nullable(),
});
export type Interaction = z.infer<typeof interactionSchema>;

/** Analysis of variance with sums of squares of type II; residual last. */
export const anovaSchema = z.object({
  terms: z.array(
    z.object({
      /** One factor, two of an interaction, or `seed` as a block. */
      factors: z.array(z.string()).min(1),
      isBlock: z.boolean(),
      sumOfSquares: z.number(),
      freedom: z.int(),
      f: z.number().nullable(),
      pValue: z.number().nullable(),
      /** Share of all variation, and of what is not explained by other terms. */
      etaSquared: z.number(),
      partialEtaSquared: z.number(),
    }),
  ),
  residual: z.object({ sumOfSquares: z.number(), freedom: z.int() }),
  total: z.object({ sumOfSquares: z.number(), freedom: z.int() }),
  runs: z.int(),
});
export type Anova = z.infer<typeof anovaSchema>;

export const answeredVariantSchema = z.object({
  index: z.int(),
  levels: z.record(z.string(), levelSchema),
  parameterCount: z.int(),
  /** Runs that take part. */
  seeds: z.array(z.int()),
  /** Of the reported metric, over seeds: Student's t; bounds null with one seed. */
  reported: boundedSchema.nullable(),
  standardDeviation: z.number().nullable(),
  /** Mean of the objective at the best step: what variants are chosen by. */
  objective: z.number().nullable(),
  /** Against the baseline, paired by seed; the family of `holm` here is all variants against the baseline. null: it is the baseline, or there is no shared seed. */
  difference: boundedSchema.extend({ ...testedSchema.shape, pairs: z.int(), better: z.int() }).nullable(),
  /** Test loss − train loss at the best step and at the last, over seeds. */
  gap: z.object({ best: boundedSchema.nullable(), last: boundedSchema.nullable() }),
  /** Reported metric at the last step minus at the best: what training on has cost. */
  lastMinusBest: boundedSchema.nullable(),
  /** Epoch after which a run only remembers (overfittingOnset), median over the runs that come to it, and how many do. */
  onsetEpoch: z.number().nullable(),
  onsetRuns: z.int(),
  /** Mean time trained, seconds. */
  seconds: z.number(),
});
export type AnsweredVariant = z.infer<typeof answeredVariantSchema>;

/**
 * Why nothing is said of more data: fewer than three sizes; most cells have one seed; the largest size is not shown to be better
 * than the smallest; the curve levels off before the gain; the interval spans more than a factor of 30.
 */
export const learningCurveGaps = [
  'two-sizes',
  'one-seed',
  'no-trend',
  'beyond-reach',
  'interval-too-wide',
] as const;

/** score = ceiling − scale · size^(−exponent) (a loss: floor + scale · size^(−exponent)). */
export const learningCurveSchema = z.object({
  /** What is asked for: so much better than the largest size, in the metric's unit; negative where lower is better. */
  gain: z.number(),
  points: z.array(z.object({ size: z.int(), mean: boundedSchema, runs: z.int() })),
  fit: z
    .object({
      limit: z.number(),
      scale: z.number(),
      exponent: z.number(),
      /** For drawing: the curve over sizes, up to four times the largest. */
      drawn: z.array(z.object({ size: z.number(), value: z.number(), low: z.number(), high: z.number() })),
    })
    .nullable(),
  /** Training pairs for `gain` more than the largest size has; null: cannot say. */
  needed: z.object({ gain: z.number(), size: z.number(), low: z.number(), high: z.number() }).nullable(),
  cannotSay: z.enum(learningCurveGaps).nullable(),
});
export type LearningCurve = z.infer<typeof learningCurveSchema>;

/** Expected best validation score of so many random trials out of those made (Tang et al. 2020: without replacement, unbiased). */
export const budgetCurveSchema = z.object({
  metric: z.string(),
  points: z.array(z.object({ trials: z.int(), expected: z.number() })),
});

/** The variant that validation chose, by the mean over seeds; and how far it is from the next. */
export const bestSchema = z.object({
  variant: z.int(),
  /** Of the reported metric. */
  reported: boundedSchema.nullable(),
  runnerUp: z.int().nullable(),
  /** Best − runner-up, paired by seed. */
  lead: boundedSchema.nullable(),
});

/** What the answer says, most important first; worded by the page and the report, with the answer's numbers. */
export const verdictSchema = z.discriminatedUnion('kind', [
  /** Metrics must not be compared. */
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('nothing-measured') }),
  /** effects[effect]: its interval holds no zero and its Holm p is below 0.05. */
  z.object({ kind: z.literal('difference'), effect: z.int(), oneSeed: z.boolean() }),
  /** Its interval holds no zero, but corrected over the family p is not below 0.05. */
  z.object({ kind: z.literal('suggested'), effect: z.int(), oneSeed: z.boolean() }),
  z.object({ kind: z.literal('no-difference'), effect: z.int(), oneSeed: z.boolean() }),
  /** A single pair: nothing to estimate noise from. */
  z.object({ kind: z.literal('cannot-tell'), effect: z.int() }),
  z.object({ kind: z.literal('interaction'), interaction: z.int() }),
  /** answer.best */
  z.object({ kind: z.literal('best') }),
  z.object({ kind: z.literal('overfitting'), variants: z.array(z.int()), of: z.int() }),
  /** answer.learningCurve.needed */
  z.object({ kind: z.literal('more-data') }),
  z.object({ kind: z.literal('more-data-unknown'), why: z.enum(learningCurveGaps) }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

export const sweepAnswerSchema = z.object({
  sweepId: z.string(),
  options: answerOptionsSchema,
  /** How every number came about: version, interval, correction, family, what was scored and what chose. */
  signature: z.string(),
  metric: z.object({
    report: z.string(),
    objective: z.string(),
    goal: z.enum(['minimize', 'maximize']),
    higherIsBetter: z.boolean(),
    /** Of the whole test split, or of the sample translated after every epoch. */
    of: z.enum(['whole', 'sample']),
    /** Sentences of the whole test split; null for a sample. */
    sentences: z.int().nullable(),
    /** Of the score; null for losses. */
    scoreSignature: z.string().nullable(),
    testHash: z.string().nullable(),
  }),
  /** Why the runs must not be compared; everything below is empty then. */
  refusal: z.string().nullable(),
  counts: z.object({
    variants: z.int(),
    runs: z.int(),
    /** Take part. */
    used: z.int(),
    unfinished: z.int(),
    failed: z.int(),
    cutShort: z.int(),
    notFinite: z.int(),
    unmeasured: z.int(),
  }),
  seeds: z.array(z.int()),
  design: z.string(),
  baseline: z.int().nullable(),
  target: z.number(),
  level: z.number(),
  /** Tests that Holm and Benjamini-Hochberg correct for: main effects and interactions. */
  family: z.int(),
  effects: z.array(effectSchema),
  interactions: z.array(interactionSchema),
  /** Pairs of factors beyond the 120 that are told. */
  interactionsLeftOut: z.int(),
  /** null where there are too few runs for a residual. */
  anova: anovaSchema.nullable(),
  variants: z.array(answeredVariantSchema),
  /** Of one run, what neither factors nor the seed's common part explain; what power is computed from. */
  noise: z.object({ standardDeviation: z.number(), freedom: z.number() }).nullable(),
  budget: budgetCurveSchema.nullable(),
  learningCurve: learningCurveSchema.nullable(),
  best: bestSchema.nullable(),
  verdicts: z.array(verdictSchema),
});
export type SweepAnswer = z.infer<typeof sweepAnswerSchema>;
