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
  ter: z.number(),
  ter_signature: z.string(),
  ter_asian: z.number(),
  ter_asian_signature: z.string(),
  tokenized_hypotheses: z.array(z.string()),
  tokenized_references: streams,
});

export type Fixture = z.infer<typeof fixture>;

const bootstrapScore = z.object({ score: z.number(), mean: z.number(), ci: z.number() });
const pairedResult = z.object({
  baseline: bootstrapScore,
  system: bootstrapScore,
  p_value: z.number(),
  signature: z.string(),
});

const pairedFixture = z.object({
  name: z.string(),
  n_samples: z.number(),
  seed: z.number(),
  tokenize: z.enum(bleuTokenizers),
  lowercase: z.boolean(),
  references: streams,
  baseline: z.array(z.string()),
  system: z.array(z.string()),
  results: z.object({ BLEU: pairedResult, chrF2: pairedResult }),
  resample_indices_first_rows: z.array(z.array(z.number())),
  resample_indices_sha256: z.string(),
  resample_indices: z.array(z.array(z.number())).optional(),
});

export type PairedFixture = z.infer<typeof pairedFixture>;

/**
 * What sacreBLEU 2.6.0 reports for sentences of the Tatoeba corpus, perturbed, and for hand-written edge cases.
 *
 * @returns [] (after a message) where the file is not beside this checkout
 */
export function sacrebleuFixtures(): Fixture[] {
  return readFixtures()?.cases ?? [];
}

/** Paired bootstraps of two systems, by sacreBLEU 2.6.0 with numpy 1.24.2; [] where the file is not there. */
export function pairedFixtures(): PairedFixture[] {
  return readFixtures()?.paired_bootstrap ?? [];
}

function readFixtures() {
  const path = referenceFile('data/sacrebleu-fixtures.json');
  if (path === null) return null;
  return z
    .object({ cases: z.array(fixture), paired_bootstrap: z.array(pairedFixture) })
    .parse(JSON.parse(readFileSync(path, 'utf8')));
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
