import { z } from 'zod';
import { logLineSchema } from './protocol';
import { attemptOutcomes } from './run';

export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The log lines of all runs of a sweep, the newest first. */
export const sweepLogSchema = z.object({
  lines: z.array(logLineSchema.extend({ id: z.int(), runId: z.string(), attempt: z.int() })),
  /** To ask for older lines with; null: there are none. */
  before: z.int().nullable(),
});
export type SweepLog = z.infer<typeof sweepLogSchema>;

/** Tries at runs of a sweep that did not come to their end, the newest first. */
export const lostAttemptsSchema = z.object({
  attempts: z.array(
    z.object({
      runId: z.string(),
      attempt: z.int(),
      workerName: z.string(),
      startedAtMs: z.int(),
      endedAtMs: z.int().nullable(),
      outcome: z.enum(attemptOutcomes),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type LostAttempts = z.infer<typeof lostAttemptsSchema>;
