import { z } from 'zod';
import type { RunState } from './run';

/**
 * Early stopping. Patience looks at the run alone and is followed by its trainer, so that the step is the same whenever
 * the run is repeated; the other rules look at the sweep's other runs and are followed by the server.
 */
export const stoppingSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('patience'),
    /** Epochs without a better value of the objective. */
    epochs: z.int().min(1).max(1000).default(5),
    /** A change below this is none. */
    minChange: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('median'),
    /** No run is stopped before this epoch. */
    graceEpochs: z.int().min(1).max(1000).default(3),
    /** Runs that must have come as far. */
    minRuns: z.int().min(2).max(1000).default(3),
  }),
  z.strictObject({
    kind: z.literal('asha'),
    /** The first rung. */
    graceEpochs: z.int().min(1).max(1000).default(1),
    /** One in so many goes on to the next rung, which is so many times as far. */
    reductionFactor: z.int().min(2).max(10).default(3),
  }),
]);
export type StoppingSpec = z.infer<typeof stoppingSpecSchema>;

export const stoppingDecisionSchema = z.object({
  rule: z.enum(['patience', 'median', 'asha', 'budget']),
  action: z.enum(['continue', 'stop']),
  step: z.int(),
  epoch: z.number(),
  /**
   * The objective there (of a budget, hours spent), and what it was held against. null: it was not finite, which is
   * worse than any number; of a threshold also that there was nothing to hold it against.
   */
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  /**
   * Run ids and values that the threshold comes from, so that the decision can be made again: every run that it was
   * compared with, or, where those are very many, only the ones whose values the threshold is. Of patience, the run's
   * own values in their order, from the best one on.
   */
  against: z.array(z.object({ runId: z.string(), value: z.number().nullable() })),
  /** How many other runs it was compared with, where a rule compares runs. */
  comparedWith: z.int().min(0).optional(),
  /** The rule with its numbers, where the server decides: a sweep's rule may be changed later. */
  by: stoppingSpecSchema.optional(),
  /** Epochs that the run was to train. Trained again for more, it is decided about anew. */
  ofEpochs: z.int().optional(),
  reason: z.string(),
});
export type StoppingDecision = z.infer<typeof stoppingDecisionSchema>;

/**
 * Whether a run was cut short, so that its numbers must not be put beside those of whole runs unsaid. Patience ends a run
 * by itself alone, once it has its best; the other rules and a budget end it in the middle. A sweep that has both
 * patience and a budget of hours does not tell which it was, and its stopped runs count as cut short.
 */
export function isCutShort(
  { state }: { state: RunState },
  spec: { stopping: StoppingSpec; budget?: { hours?: number | undefined } | undefined },
): boolean {
  return state === 'stopped' && (spec.stopping.kind !== 'patience' || spec.budget?.hours !== undefined);
}

/** GET /api/v1/sweeps/:id/decisions: in the order in which they were made. */
export const decisionsResponseSchema = z.object({
  stopping: stoppingSpecSchema,
  decisions: z.array(
    z.object({
      id: z.int(),
      runId: z.string(),
      variantIndex: z.int(),
      seed: z.int(),
      atMs: z.int(),
      decision: stoppingDecisionSchema,
      /** Made again from what it saw, it comes out the same; null: it does not hold enough to be made again. */
      replays: z.boolean().nullable(),
    }),
  ),
  /** Of the whole sweep, whatever was asked for. */
  counts: z.object({ stop: z.int(), continue: z.int() }),
});
export type DecisionsResponse = z.infer<typeof decisionsResponseSchema>;
