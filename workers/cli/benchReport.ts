import { z } from 'zod';

const rate = z.number().positive();

/** One shape of `bench engine`. Times are of whole steps; rates are medians. */
export const shapeReportSchema = z.object({
  dModel: z.int(),
  dFf: z.int(),
  heads: z.int(),
  /** Of the encoder, and as many of the decoder. */
  layers: z.int(),
  msPerStep: rate,
  /** Target tokens: rows × target positions over the time of a step. */
  tokensPerSecond: rate,
  /** Of the matrix products alone: see flopsPerStep. */
  flopsPerStep: rate,
  achievedGflops: rate,
  /** The engine's rate on the step's own linear products, each as a graph of its own, weighted as they occur. */
  matmulGflops: rate,
  /** achievedGflops / matmulGflops. */
  ratio: rate,
  /** Of 1024 × 1024 matrices. */
  squareMatmulGflops: rate,
  minimumMs: rate,
  maximumMs: rate,
  steps: z.int(),
  /** Cores that other processes kept busy meanwhile, on average: times of a busy machine say little. null: unknown. */
  otherLoad: z.number().nonnegative().nullable(),
  parameters: z.int(),
});

/** What `bench engine --json` prints, and tests/bench/pytorch/train_step.py too. */
export const engineReportSchema = z.object({
  engine: z.string(),
  threads: z.int(),
  shapes: z.array(shapeReportSchema),
});

/** One way of decoding of `bench decode`. */
export const decodeCaseReportSchema = z.object({
  dModel: z.int(),
  /** 1 is greedy decoding. */
  width: z.int(),
  sentences: z.int(),
  /** Decoded tokens, END included. */
  tokensPerSentence: rate,
  tokensDeviation: z.number(),
  longest: z.int(),
  /** All sentences at once. */
  ms: rate,
  minimumMs: rate,
  maximumMs: rate,
  /** The first time, which compiles. */
  firstMs: rate,
  sentencesPerSecond: rate,
  tokensPerSecond: rate,
  /** One sentence by itself. */
  aloneMs: rate,
});

/** What `bench decode --json` prints. */
export const decodeReportSchema = z.object({
  engine: z.string(),
  threads: z.int(),
  cases: z.array(decodeCaseReportSchema),
});

export type DecodeCaseReport = z.infer<typeof decodeCaseReportSchema>;
export type DecodeReport = z.infer<typeof decodeReportSchema>;
export type ShapeReport = z.infer<typeof shapeReportSchema>;
export type EngineReport = z.infer<typeof engineReportSchema>;

/** One way of making batches, in `bench epoch`. */
const epochPartSchema = z.object({
  /** Of a whole epoch without tracing and opening graphs, which the first epoch of a run does once. */
  seconds: rate,
  tokensPerSecond: rate,
  steps: z.int(),
  /** Where not all steps are measured, the time is scaled by the number of target tokens. */
  measuredSteps: z.int(),
  graphs: z.int(),
  /** To trace and open all graphs that the measured steps use. */
  openSeconds: z.number().nonnegative(),
  /** Shares of padding among the positions computed; logits: among those whose logits are computed. */
  padding: z.object({ source: z.number(), target: z.number(), both: z.number(), logits: z.number() }),
});

/** What `bench epoch --json` prints. */
export const epochReportSchema = z.object({
  engine: z.string(),
  threads: z.int(),
  dModel: z.int(),
  parameters: z.int(),
  /** Of the training split. */
  pairs: z.int(),
  targetTokens: z.int(),
  sourceVocabulary: z.int(),
  targetVocabulary: z.int(),
  epoch: epochPartSchema,
  /** The tutorials' loop: 64 sentences a batch, both sides padded to the longest, logits everywhere. */
  padded: epochPartSchema,
  /** Seconds of the padded epoch over seconds of the epoch. */
  speedup: rate,
  /** Of the whole process, before the padded loop. */
  peakMemoryBytes: z.int(),
  otherLoad: z.number().nonnegative().nullable(),
});

export type EpochPartReport = z.infer<typeof epochPartSchema>;
export type EpochReport = z.infer<typeof epochReportSchema>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
