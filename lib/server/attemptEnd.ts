import type { RunRecord } from '@/db/runs';
import { backOffMs, isHopeless } from '@/lib/domain/retry';
import type { AttemptOutcome } from '@/lib/domain/run';
import type { ServerContext } from './context';
import { requireSweep } from './rows';

/** A run whose worker was lost so often is not started again: it may be what kills them. */
const maxLostAttempts = 3;

interface AttemptEnding {
  outcome: AttemptOutcome;
  error: { code: string; message: string } | undefined;
  /** When it ended: its time trained counts up to here. */
  atMs: number;
}

/**
 * Ends an attempt and decides what becomes of its run: a final state, or the queue again, where a failure is within the
 * sweep's retry budget or the worker was lost less than three times. Call inside store.write.
 */
export function endAttempt(context: ServerContext, run: RunRecord, ending: AttemptEnding): void {
  const { store } = context;
  const fate = fateOf(context, run, ending);
  store.attempts.end(run.id, run.attempt, ending);
  store.runs.endAttempt(run, {
    state: fate.state,
    atMs: ending.atMs,
    isLost: ending.outcome === 'lost' && !isImported(run),
    isFailure: ending.outcome === 'failed',
    error: fate.error,
    ...(fate.notBeforeMs === undefined ? {} : { notBeforeMs: fate.notBeforeMs }),
  });
  if (fate.note) {
    store.logs.insert(run.id, run.attempt, [{ timeMs: context.now(), level: 'warn', text: fate.note }]);
  }
}

interface Fate {
  state: Exclude<RunRecord['state'], 'running'>;
  notBeforeMs?: number;
  /** Of a run that has failed for good. */
  error?: { code: string; message: string } | undefined;
  /** For the log. */
  note?: string;
}

function fateOf(context: ServerContext, run: RunRecord, { outcome, error, atMs }: AttemptEnding): Fate {
  switch (outcome) {
    case 'released':
      return { state: 'queued' };
    case 'lost':
      return lost(run);
    case 'failed':
      return failed(context, run, error, atMs);
    default:
      return { state: outcome };
  }
}

/** No worker of this server's has the attempt: it was made without it. */
function isImported({ workerId }: Pick<RunRecord, 'workerId'>): boolean {
  return workerId === null;
}

function lost(run: RunRecord): Fate {
  const times = run.lostAttempts + 1;
  const note = `worker lost: its lease ran out in attempt ${run.attempt}`;
  if (run.cancelRequested) return { state: 'cancelled', note };
  // A kill elsewhere, or an import that broke off: it counts against no worker here, and can be gone on with.
  if (isImported(run)) return { state: 'queued' };
  // It was to end: going on from a checkpoint would cut its curve, to end again.
  if (run.stopReason !== null) return { state: 'stopped', note };
  if (times < maxLostAttempts) return { state: 'queued', note };
  return { state: 'failed', note, error: { code: 'worker_lost', message: `worker lost ${times} times` } };
}

function failed(
  context: ServerContext,
  run: RunRecord,
  error: { code: string; message: string } = { code: 'internal', message: 'the worker gave no reason' },
  atMs: number,
): Fate {
  if (run.cancelRequested) return { state: 'cancelled' };
  if (run.stopReason !== null) return { state: 'stopped' };
  const { retries } = requireSweep(context, run.sweepId).spec;
  const times = run.failedAttempts + 1;
  const waitMs = backOffMs(error.code, times, retries, context.firstBackOffMs);
  if (waitMs !== null) {
    return {
      state: 'queued',
      notBeforeMs: atMs + waitMs,
      note: `attempt ${run.attempt} failed (${error.message}); it is tried again in ${waitMs / 1000} s, ${retries - times} more tries after that`,
    };
  }
  if (retries === 0 || isHopeless(error.code)) return { state: 'failed', error };
  return {
    state: 'failed',
    error: { code: error.code, message: `${error.message} (the last of ${times} attempts that failed)` },
  };
}
