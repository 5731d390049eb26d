import { z } from 'zod';
import { configSchema } from '@/lib/domain/config';
import {
  corpusAnalysisSchema,
  pairQuerySchema,
  pairSearchSchema,
  tokenizationSchema,
} from '@/lib/domain/corpusAnalysis';
import { runWorkSchema } from '@/lib/domain/estimate';
import { splitSpecSchema } from '@/lib/domain/sweep';

/** Work on a whole corpus: each takes seconds for a large one, and the corpus in memory. */

/** A canonical file; its name in caches is the fingerprint. */
const corpusSchema = z.object({ path: z.string(), fingerprint: z.string(), isChinese: z.boolean() });
const dataSchema = { corpus: corpusSchema, split: splitSpecSchema };

export const corpusTaskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('vocabularies'), ...dataSchema, configs: z.array(configSchema) }),
  z.object({ kind: z.literal('analysis'), ...dataSchema, config: configSchema }),
  z.object({
    kind: z.literal('tokenization'),
    ...dataSchema,
    config: configSchema,
    side: z.enum(['source', 'target']),
    text: z.string(),
  }),
  z.object({ kind: z.literal('search'), ...dataSchema, query: pairQuerySchema }),
]);
export type CorpusTask = z.infer<typeof corpusTaskSchema>;

export const corpusAnswerSchemas = {
  /** One a configuration: vocabulary sizes, pad, start, end and unknown included, and what a run will compute. */
  vocabularies: z.array(z.object({ source: z.int(), target: z.int(), work: runWorkSchema })),
  analysis: corpusAnalysisSchema,
  tokenization: tokenizationSchema,
  search: pairSearchSchema,
};
export type CorpusAnswers = { [Kind in CorpusTask['kind']]: z.infer<(typeof corpusAnswerSchemas)[Kind]> };
