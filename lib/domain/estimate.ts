import { z } from 'zod';

const timedSchema = z.object({
  /** Multiply-adds count as two. */
  flops: z.number().positive(),
  /** Fastest, median and slowest of the repetitions. */
  milliseconds: z.object({ low: z.number(), median: z.number(), high: z.number() }),
});
export type TimedWork = z.infer<typeof timedSchema>;

/** Work timed on one machine and engine with one thread, while a worker there had no run. */
export const calibrationSchema = z.object({
  measuredAtMs: z.int(),
  engine: z.string(),
  threads: z.int().min(1),
  /** Training steps of several sizes. */
  steps: z.array(timedSchema),
  /** One token of a translation, of several sizes of model; the encoder's work for it included. */
  tokens: z.array(timedSchema).default([]),
  /** Tracing and opening the graph of a training step, a layer of the encoder or the decoder. */
  graphMs: z.number().min(0).default(0),
  /** Of the machine; a worker with as many threads shares them with the other workers there. */
  cores: z.int().min(1).optional(),
});
export type Calibration = z.infer<typeof calibrationSchema>;

const countedSchema = z.array(z.object({ flops: z.number(), count: z.number() }));

/** What a run has to compute, found out from its configuration and corpus before it is trained. */
export const runWorkSchema = z.object({
  /** Training steps; an evaluation of a batch, which has no backward pass, counts as a third of one. */
  steps: countedSchema,
  /** Tokens of translations. */
  tokens: countedSchema,
  /** Graphs to open, times their layers. */
  graphs: z.number(),
});
export type RunWork = z.infer<typeof runWorkSchema>;

export const intervalSchema = z.object({ low: z.number(), expected: z.number(), high: z.number() });
export type EstimateInterval = z.infer<typeof intervalSchema>;

/** What an estimate rests on, or why there is none. */
export const estimateReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-worker') }),
  z.object({ kind: z.literal('not-calibrated') }),
  z.object({
    kind: z.literal('calibration'),
    /** Workers that have one, of those that are connected. */
    calibrated: z.int(),
    alive: z.int(),
    /** Runs that correct it; 0: too few to. */
    finished: z.int(),
  }),
  z.object({ kind: z.literal('upper-bound'), endedBy: z.enum(['budget', 'early-stopping']) }),
  /** Of other sweeps, which the workers have to do as well. */
  z.object({ kind: z.literal('other-runs'), runs: z.int() }),
]);
export type EstimateReason = z.infer<typeof estimateReasonSchema>;

/** What a sweep is expected to take, before it is launched. */
export const sweepEstimateSchema = z.object({
  /** Wall time of the whole sweep with the workers there are; null without a calibrated worker. */
  wallMs: intervalSchema.nullable(),
  /** Trainer time of all runs together. */
  computeMs: intervalSchema.nullable(),
  workers: z.int(),
  /** The reasons as one sentence in English. */
  basis: z.string(),
  /** Estimates of before have the sentence alone. */
  reasons: z.array(estimateReasonSchema).default([]),
  /**
   * Trainer time that the calibration alone gives a run of each variant, in the order of the variants: what finished
   * runs are held against. Not corrected by any of them.
   */
  variantMs: z.array(z.number()).default([]),
});
export type SweepEstimate = z.infer<typeof sweepEstimateSchema>;
