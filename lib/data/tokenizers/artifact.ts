import { z } from 'zod';
import { fingerprintOf } from '@/lib/data/canonical';
import { tokenizerKinds } from '@/lib/domain/config';

/**
 * A trained tokenizer as data: everything that its ids depend on. Symbols are in the order of their ids, which begin
 * after the special ones, each with how often the training sentences have it.
 */
export const tokenizerArtifactSchema = z.strictObject({
  format: z.literal('heldout-tokenizer'),
  version: z.literal(1),
  side: z.enum(['source', 'target']),
  kind: z.enum(tokenizerKinds),
  /** In words, for a person. */
  normalisation: z.string(),
  lossless: z.boolean(),
  minFrequency: z.int().min(1),
  /** Symbols at most, the special ones included. */
  maxVocabulary: z.int().min(4),
  /** What cuts, or has learned to cut, the sentences. */
  trainedBy: z.strictObject({ library: z.string(), version: z.string() }),
  special: z.tuple([z.literal('pad'), z.literal('start'), z.literal('end'), z.literal('unknown')]),
  /** Of BPE, in the order in which they were learned; empty for other kinds. */
  merges: z.array(z.tuple([z.string(), z.string()])),
  symbols: z.array(z.tuple([z.string(), z.int().min(1)])),
});
export type TokenizerArtifact = z.infer<typeof tokenizerArtifactSchema>;

/**
 * The file of an artifact: the same tokenizer is the same bytes.
 *
 * @returns JSON with keys in the schema's order, and the SHA-256 of its UTF-8 bytes in hexadecimal
 */
export function tokenizerFile(artifact: TokenizerArtifact): { text: string; sha256: string } {
  const text = `${JSON.stringify(tokenizerArtifactSchema.parse(artifact))}\n`;
  return { text, sha256: fingerprintOf(Buffer.from(text, 'utf8')) };
}
