import { z } from 'zod';

/** The reproducibility appendix of a report: everything that a reader needs to do it again. */
export const appendixSchema = z.object({
  /** The sweep file. */
  spec: z.string(),
  seeds: z.array(z.int()),
  corpus: z.object({
    slug: z.string(),
    name: z.string(),
    licence: z.string(),
    origin: z.string(),
    pairs: z.int(),
    fingerprint: z.string(),
  }),
  data: z.object({
    trainPairs: z.array(z.int()),
    validationPairs: z.int().nullable(),
    testPairs: z.int().nullable(),
    splitHashes: z.array(z.string()),
    testHashes: z.array(z.string()),
  }),
  /** What runs recorded of where they were trained; a key with several values was not the same everywhere. */
  environment: z.record(z.string(), z.array(z.string())),
  compute: z.object({ runs: z.int(), attempts: z.int(), trainedSeconds: z.number() }),
  /** The rule that chose: "the step with the greatest validation/bleu", in words of the spec. */
  selection: z.object({ metric: z.string(), goal: z.enum(['minimize', 'maximize']), report: z.string() }),
  signatures: z.record(z.string(), z.array(z.string())),
  versions: z.object({ heldout: z.string(), node: z.string() }),
  /** When the last run ended: the report's date, which does not change from one reading to the next. */
  lastEndedAtMs: z.int().nullable(),
});
export type Appendix = z.infer<typeof appendixSchema>;
