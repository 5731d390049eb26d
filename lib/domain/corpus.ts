import { z } from 'zod';

export const pairSchema = z.object({
  source: z.string(),
  target: z.string(),
  attribution: z.string().optional(),
});
export type Pair = z.infer<typeof pairSchema>;

export const corpusSchema = z.object({
  id: z.string(),
  /** Unique, used in sweep specs and addresses. */
  slug: z.string(),
  name: z.string(),
  sourceLanguage: z.string(),
  targetLanguage: z.string(),
  licence: z.string(),
  /** Where the sentences come from, in one sentence; says so where they are generated. */
  origin: z.string(),
  generated: z.boolean(),
  pairCount: z.int(),
  distinctSources: z.int(),
  /** What the import left out, for example {blank lines: 1, exact duplicates: 100}. */
  removed: z.record(z.string(), z.int()),
  /** SHA-256 of the canonical file: one JSON array [source, target, attribution?] a line, UTF-8, LF. */
  fingerprint: z.string(),
  bytes: z.int(),
  createdAtMs: z.int(),
});
export type Corpus = z.infer<typeof corpusSchema>;

/** @param otherwise for a name without a Latin letter or digit */
export function slugOf(name: string, otherwise = 'corpus'): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || otherwise;
}
