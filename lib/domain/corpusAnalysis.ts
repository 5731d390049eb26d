import { z } from 'zod';
import { type RunConfig, resolveConfig, settingsSchema } from './config';
import { splits } from './metric';
import { type SplitSpec, splitSpecSchema } from './sweep';

/** What the page of a corpus shows: everything is counted over all pairs, nothing is sampled. */

/** What an analysis counts with: the hyperparameters that cut sentences, and the split; the rest has its defaults. */
export const analysisSettingsSchema = z.strictObject({
  ...settingsSchema.pick({
    sourceTokenizer: true,
    targetTokenizer: true,
    sourceMerges: true,
    targetMerges: true,
    sourceMinFrequency: true,
    targetMinFrequency: true,
    sourceVocabulary: true,
    targetVocabulary: true,
    maxLength: true,
  }).shape,
  ...splitSpecSchema.shape,
});
export type AnalysisSettings = z.infer<typeof analysisSettingsSchema>;

/** The split and the whole configuration that settings stand for. */
export function resolveAnalysis(settings: AnalysisSettings): { split: SplitSpec; config: RunConfig } {
  const { seed, validation, test, ...chosen } = settings;
  return { split: { seed, validation, test }, config: resolveConfig(chosen) };
}

const bySplit = <T extends z.ZodType>(schema: T) =>
  z.object({ train: schema, validation: schema, test: schema });

export const lengthHistogramSchema = z.object({
  unit: z.enum(['characters', 'tokens']),
  /** counts[i] sentences have a length of at least i × width and below (i + 1) × width; the last takes all above. */
  width: z.int().min(1),
  counts: z.array(z.int()),
  mean: z.number(),
  median: z.number(),
  percentile95: z.number(),
  percentile99: z.number(),
  longest: z.int(),
});
export type LengthHistogram = z.infer<typeof lengthHistogramSchema>;

/** Vocabulary is of the training split; unknown shares are of all tokens of a split. */
const sideAnalysisSchema = z.object({
  characters: lengthHistogramSchema,
  tokens: lengthHistogramSchema,
  distinctSentences: z.int(),
  distinctCharacters: z.int(),
  /** Symbols with the special ones. */
  vocabularySize: z.int(),
  /** Different symbols of the training split, before any limit. */
  symbolTypes: z.int(),
  symbolsSeenOnce: z.int(),
  /** Share of the training split's tokens that the most frequent `size` symbols cover, at rising sizes. */
  coverage: z.array(z.object({ size: z.int(), share: z.number() })),
  mostFrequent: z.array(z.object({ symbol: z.string(), count: z.int() })),
  unknown: bySplit(z.object({ tokens: z.int(), unknown: z.int(), examples: z.array(z.string()) })),
});

export const splitRowSchema = z.object({
  split: z.enum(splits),
  pairs: z.int(),
  /** Distinct source sentences, and groups of near duplicates (see nearDuplicateKey). */
  sources: z.int(),
  groups: z.int(),
  /** Pairs longer than maxLength: left out of training, cut elsewhere. */
  tooLong: z.int(),
});

export const corpusAnalysisSchema = z.object({
  /** Source sentences in two or more pairs, and the most pairs that one is in; the same for targets. */
  repeated: z.object({
    sources: z.int(),
    mostTranslations: z.int(),
    targets: z.int(),
    mostSources: z.int(),
  }),
  /** Of the target side where it is Chinese, else null. */
  script: z.object({ simplified: z.int(), traditional: z.int(), mixed: z.int(), either: z.int() }).nullable(),
  source: sideAnalysisSchema,
  target: sideAnalysisSchema,
  split: z.object({
    rows: z.array(splitRowSchema),
    /** Groups that occur in two splits, counted by looking: 0 where the split is leak-free. */
    overlap: z.object({
      trainTest: z.int(),
      trainValidation: z.int(),
      validationTest: z.int(),
    }),
    hash: z.string(),
    testHash: z.string(),
  }),
});
export type CorpusAnalysis = z.infer<typeof corpusAnalysisSchema>;

export const tokenizeRequestSchema = z.strictObject({
  text: z.string().max(10_000),
  side: z.enum(['source', 'target']),
  settings: analysisSettingsSchema.prefault({}),
});
export type TokenizeRequest = z.infer<typeof tokenizeRequestSchema>;

/** One sentence, cut by the tokenizers that the page shows. */
export const tokenizationSchema = z.object({
  tokens: z.array(z.object({ text: z.string(), id: z.int(), known: z.boolean() })),
  /** What the ids decode to; differs from the sentence by the tokenizer's stated normalisation and by unknowns. */
  decoded: z.string(),
});
export type Tokenization = z.infer<typeof tokenizationSchema>;

/** Which pairs are wanted; without a query they come spread over the whole corpus. */
export const pairQuerySchema = z.strictObject({
  query: z.string().max(200).default(''),
  split: z.enum(splits).optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export type PairQuery = z.infer<typeof pairQuerySchema>;

export const pairSearchSchema = z.object({
  pairs: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      attribution: z.string().nullable(),
      split: z.enum(splits),
    }),
  ),
  /** Pairs that match, of which `pairs` is one page. */
  total: z.int(),
});
export type PairSearch = z.infer<typeof pairSearchSchema>;
