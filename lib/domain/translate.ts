import { z } from 'zod';

/** Translating a sentence with a run's best model, and looking into it while it does. */
export const translateRequestSchema = z.strictObject({
  text: z.string().min(1).max(2000),
  /** 1: greedy. */
  beamWidth: z.int().min(1).max(16).default(1),
  /** Whether the attention weights of every layer and head are wanted. */
  attention: z.boolean().default(false),
});
export type TranslateRequest = z.infer<typeof translateRequestSchema>;

/** How the symbols that are no text are shown among tokens. */
export const specialTokens = { pad: '<pad>', start: '<start>', end: '<end>' } as const;

/** Weights of one head: a row a query (what attends), a column a key (what is attended to); every row sums to 1. */
const headSchema = z.array(z.array(z.number()));
/** [layer][head] */
const stackSchema = z.array(z.array(headSchema));

export const attentionSchema = z.object({
  /** [source length, source length] */
  encoderSelf: stackSchema,
  /** [target length, target length]; what comes later has weight 0 */
  decoderSelf: stackSchema,
  /** [target length, source length] */
  cross: stackSchema,
});
export type Attention = z.infer<typeof attentionSchema>;

export const translateResponseSchema = z.object({
  /** The best first; one where the beam is 1 wide. */
  candidates: z.array(
    z.object({
      text: z.string(),
      /** Without START, with END where the model gave one. */
      tokens: z.array(z.string()),
      /** Sum of natural-log probabilities of the tokens. */
      logProbability: z.number(),
      /** What beams are ordered by: logProbability over the length penalty; equal to logProbability where greedy. */
      score: z.number(),
      /** Whether it ended by itself, and not at the longest length. */
      ended: z.boolean(),
    }),
  ),
  /** As the encoder reads them, END (specialTokens.end) included where the run has it. */
  sourceTokens: z.array(z.string()),
  /** Symbols of the text that the vocabulary lacks. */
  unknown: z.array(z.string()),
  /** Source tokens beyond the model's longest sentence, which it did not see. */
  cutTokens: z.int(),
  /** Of the first candidate: what the decoder reads, START (specialTokens.start) first: row i attends while token i of the output is chosen. */
  decoderTokens: z.array(z.string()),
  attention: attentionSchema.nullable(),
  /** Of which parameters: those of the best step. */
  step: z.int(),
  epoch: z.number(),
  tookMs: z.number(),
});
export type TranslateResponse = z.infer<typeof translateResponseSchema>;
