import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bleuSmoothings } from '@/lib/metrics/bleu';
import { bleuTokenizers } from '@/lib/metrics/bleuTokenizers';
import { referenceFile } from '@/tests/referenceFiles';

const streams = z.array(z.array(z.string().nullable()));

const fixture = z.object({
  name: z.string(),
  level: z.enum(['sentence', 'corpus']),
  hypotheses: z.array(z.string()),
  references: streams,
  tokenize: z.enum(bleuTokenizers),
  smooth_method: z.enum(bleuSmoothings),
  smooth_value: z.number().nullable(),
  lowercase: z.boolean(),
  effective_order: z.boolean(),
  bleu: z.number(),
  precisions: z.array(z.number()),
  bp: z.number(),
  sys_len: z.number(),
  ref_len: z.number(),
  counts: z.array(z.number()),
  totals: z.array(z.number()),
  signature: z.string(),
  chrf: z.number(),
  chrf_signature: z.string(),
  chrfpp: z.number(),
  chrfpp_signature: z.string(),
  tokenized_hypotheses: z.array(z.string()),
  tokenized_references: streams,
});

export type Fixture = z.infer<typeof fixture>;

/**
 * What sacreBLEU 2.6.0 reports for sentences of the Tatoeba corpus, perturbed, and for hand-written edge cases.
 *
 * @returns [] (after a message) where the file is not beside this checkout
 */
export function sacrebleuFixtures(): Fixture[] {
  const path = referenceFile('data/sacrebleu-fixtures.json');
  if (path === null) return [];
  return z.object({ cases: z.array(fixture) }).parse(JSON.parse(readFileSync(path, 'utf8'))).cases;
}

/** From sacreBLEU's streams × segments to segments × references. */
export function bySegment<T>(streamsOfReferences: readonly (readonly T[])[]): T[][] {
  const [first = []] = streamsOfReferences;
  return first.map((_, segment) =>
    streamsOfReferences.flatMap((stream) => stream.slice(segment, segment + 1)),
  );
}

/** The signature that Heldout writes for the same settings. */
export function asHeldout(signature: string): string {
  return signature.replace('version:2.6.0', 'heldout:0.1');
}

/**
 * Scores are up to 100 and take about ten operations on doubles, each of which rounds by at most 1e-16 of its value:
 * differences are near 1e-13, and a real one (a token, a count) is far above 1e-9.
 */
export const tolerance = 1e-9;
