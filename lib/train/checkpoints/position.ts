import { z } from 'zod';
import { stoppingDecisionSchema } from '@/lib/domain/stopping';

/**
 * Where a run is, between two steps: what its curves depend on beside the parameters, the optimizer's moments and the
 * best step's parameters. Everything of steps up to this one has been told.
 */
export const trainingPositionSchema = z.object({
  step: z.int().min(1),
  /** Counted from 1; with batchesDone the data cursor: an epoch's order is a function of seed and epoch. */
  epoch: z.int().min(1),
  batchesDone: z.int().min(1),
  /** Of the steps since the last point of the running metrics. */
  running: z.object({
    lossSum: z.number(),
    targetTokens: z.number(),
    durationMs: z.number(),
    gradientNorm: z.number(),
  }),
  /** The epoch's last evaluation, for its line in the log. */
  evaluated: z.record(z.string(), z.number()),
  epochElapsedMs: z.number(),
  best: z.object({ step: z.int(), epoch: z.number(), value: z.number() }).nullable(),
  patience: z.object({ best: z.number().nullable(), epochsWithout: z.int().min(0) }).nullable(),
  /** Set where training has ended before its last step: only the whole test split is left to translate. */
  stopped: z.object({ decision: stoppingDecisionSchema.nullable() }).nullable(),
});
export type TrainingPosition = z.infer<typeof trainingPositionSchema>;
