import type { ShownRun } from '../cli/watch';
import type { Queue, QueuedRun } from './queue';
import { trainedMs } from './runState';
import type { StoredSweep } from './sweepFolder';

/** The folder's runs as a server would show them. */
export function shownRuns(sweep: StoredSweep, queue: Queue, nowMs: number): ShownRun[] {
  const variants = new Map(sweep.variants.map((variant) => [variant.index, variant]));
  return queue.runs.map((run) => ({
    id: run.id,
    seed: run.seed,
    levels: variants.get(run.variantIndex)?.levels ?? {},
    state: stateOf(queue, run),
    progress: run.state.progress,
    result: { last: run.state.last },
    durationMs: trainedMs(run.state, queue.isHere(run) ? nowMs : null),
    error: errorOf(run),
  }));
}

function stateOf(queue: Queue, run: QueuedRun): ShownRun['state'] {
  if (queue.isHere(run)) return 'running';
  const standing = queue.standing(run);
  if (standing.kind === 'over') return standing.state;
  return standing.kind === 'training' ? 'running' : 'queued';
}

function errorOf(run: QueuedRun): ShownRun['error'] {
  const error = run.state.attempts.at(-1)?.end?.error;
  return error ? { code: error.code, message: error.message } : null;
}
