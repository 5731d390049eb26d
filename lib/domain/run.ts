import { z } from 'zod';

/**
 * queued → running → finished | stopped | failed | cancelled. stopped: early stopping ended it, its numbers are whole as
 * far as they go. A lost lease, a failure within the retry budget and a pause put a run back to queued with its attempt
 * count kept; the next lease raises it, which fences off whatever the lost attempt still sends. Only a person's wish
 * puts a failed, stopped or cancelled run back into the queue.
 */
export const runStates = ['queued', 'running', 'finished', 'stopped', 'failed', 'cancelled'] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

const transitions: Record<RunState, readonly RunState[]> = {
  queued: ['running', 'cancelled'],
  running: ['finished', 'stopped', 'failed', 'cancelled', 'queued'],
  finished: [],
  stopped: [],
  failed: [],
  cancelled: [],
};

export function isFinal(state: RunState): boolean {
  return transitions[state].length === 0;
}

/** How a try at a run ended. lost: its lease ran out. */
export const attemptOutcomes = ['finished', 'stopped', 'failed', 'cancelled', 'released', 'lost'] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

export const progressSchema = z.object({
  step: z.int().min(0),
  totalSteps: z.int().min(0),
  epoch: z.int().min(0),
  totalEpochs: z.int().min(0),
});
export type Progress = z.infer<typeof progressSchema>;

export const sweepStates = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const;
export type SweepState = (typeof sweepStates)[number];

export type RunCounts = Record<RunState, number>;

/** A sweep has no state of its own: it is what its runs are. 'failed' means ended with at least one failed run. */
export function sweepState(counts: RunCounts): SweepState {
  if (counts.running > 0) return 'running';
  if (counts.queued > 0) {
    return counts.finished + counts.stopped + counts.failed + counts.cancelled > 0 ? 'running' : 'queued';
  }
  if (counts.failed > 0) return 'failed';
  if (counts.cancelled > 0) return 'cancelled';
  return 'finished';
}
