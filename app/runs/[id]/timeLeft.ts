import type { RunRow } from '@/lib/domain/api';

/** Below this many steps the pace is that of starting up: loading, tracing, the first evaluation. */
const fewestSteps = 20;

/**
 * Milliseconds until a running run has made its last step, at the pace so far; undefined where too little is known. What
 * comes after the last step (translating the whole test split) is not in it.
 */
export function timeLeftOf(run: Pick<RunRow, 'state' | 'progress' | 'durationMs'>): number | undefined {
  const { state, progress, durationMs } = run;
  if (state !== 'running' || !progress || durationMs <= 0) return undefined;
  const { step, totalSteps } = progress;
  if (step < fewestSteps || totalSteps <= step) return undefined;
  return (durationMs / step) * (totalSteps - step);
}
