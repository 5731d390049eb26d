import { z } from 'zod';
import { translateRequestSchema, translateResponseSchema } from '@/lib/domain/translate';

/** What the server asks of the process that translates (lib/inference/main). */
export const translateTaskSchema = z.object({
  model: z.object({
    /** A model file (lib/data/modelFile). */
    path: z.string(),
    /** Of its bytes: what was loaded is known by it. */
    sha256: z.string(),
  }),
  /** The artifacts of its run, as texts. */
  tokenizers: z.object({ source: z.string(), target: z.string() }),
  request: translateRequestSchema,
});
export type TranslateTask = z.infer<typeof translateTaskSchema>;

export const translateAnswerSchema = translateResponseSchema;
