import { z } from 'zod';
import { storedConfigSchema } from './config';
import { attemptOutcomes } from './run';
import { stoppingDecisionSchema } from './stopping';
import { sweepSpecSchema } from './sweep';

/**
 * Bringing in a sweep that was trained without a server. The importer creates the sweep under the names that it has
 * already, then tells of each attempt what a worker would have told while it trained: it takes the attempt over
 * (attemptClaimSchema), sends its reports and models as the worker protocol has them, and ends it (attemptEndSchema).
 * Everything may be sent again: what is known changes nothing.
 */

/** As newId makes them. */
export const idSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{12}$/, 'an id has 12 letters and digits');

/** POST /api/v1/sweeps/import */
export const sweepImportSchema = z.object({
  id: idSchema,
  createdAtMs: z.int().min(0),
  spec: sweepSpecSchema,
  /** Of the sentences that it was trained on, which have to be here already. */
  corpusFingerprint: z.string(),
  /** As the spec was expanded where it was trained; another version may expand it differently, and is refused. */
  variants: z.array(z.object({ index: z.int().min(0), config: storedConfigSchema })).min(1),
  /** In the order in which they were to be trained. */
  runs: z.array(z.object({ id: idSchema, variantIndex: z.int().min(0), seed: z.int() })).min(1),
});
export type SweepImport = z.infer<typeof sweepImportSchema>;

/** What is known of the imported runs. */
export const importedSweepSchema = z.object({
  /** false: the sweep was here. */
  isNew: z.boolean(),
  runs: z.array(
    z.object({
      id: z.string(),
      /** The newest; 0: none. */
      attempt: z.int().min(0),
      /** How it ended; null: it has not. */
      outcome: z.enum(attemptOutcomes).nullable(),
      /** false: a worker of the server's has had it; what is here is not the importer's. */
      isImported: z.boolean(),
      /** Of its newest stored report. */
      lastSequence: z.int().min(0),
    }),
  ),
});
export type ImportedSweep = z.infer<typeof importedSweepSchema>;

/** POST /api/v1/runs/:id/attempts */
export const attemptClaimSchema = z.object({
  attempt: z.int().min(1),
  /** On the clock of the machine that trained it, as all times of it are. */
  startedAtMs: z.int().min(0),
  workerName: z.string().min(1).max(120),
});
export type AttemptClaim = z.infer<typeof attemptClaimSchema>;
export const attemptGrantSchema = z.object({
  leaseToken: z.string(),
  /** The next report is the one after it. */
  lastSequence: z.int().min(0),
});
export type AttemptGrant = z.infer<typeof attemptGrantSchema>;

/** POST /api/v1/runs/:id/attempts/:attempt/end */
export const attemptEndSchema = z.object({
  leaseToken: z.string(),
  /** lost: its process was killed. released: also of one that is not over yet, to be gone on with. */
  outcome: z.enum(attemptOutcomes),
  endedAtMs: z.int().min(0),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** By which its trainer ended it. */
  decision: stoppingDecisionSchema.optional(),
  /** What rules that compare runs, and the budget, decided about the run in this attempt, in that order. */
  decisions: z.array(z.object({ atMs: z.int(), decision: stoppingDecisionSchema })).default([]),
});
export type AttemptEnd = z.infer<typeof attemptEndSchema>;
export type AttemptEndInput = z.input<typeof attemptEndSchema>;
