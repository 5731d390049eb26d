import type { SweepDetail } from '@/lib/domain/api';
import { isFinal, type RunState } from '@/lib/domain/run';
import { requireRun, requireSweep } from './rows';
import { server } from './server';
import { getSweep } from './sweeps';

/**
 * No run of a paused sweep is leased; running ones are handed back after a checkpoint and go on from it later.
 *
 * @throws HeldoutError not_found
 */
export function pauseSweep(id: string): SweepDetail {
  const context = server();
  requireSweep(context, id);
  context.store.write('Pausing a sweep', () =>
    context.store.sweeps.update(id, { pausedAtMs: context.now() }),
  );
  context.events.emit('sweep', id);
  return getSweep(id);
}

/** @throws HeldoutError not_found */
export function resumeSweep(id: string): SweepDetail {
  const context = server();
  requireSweep(context, id);
  context.store.write('Resuming a sweep', () => context.store.sweeps.update(id, { pausedAtMs: null }));
  context.events.emit('sweep', id);
  context.events.emit('queued');
  return getSweep(id);
}

/**
 * Runs of the sweep with the highest priority are leased first, whatever was created before.
 *
 * @param priority a whole number, 0 for a sweep as it is created; 'first' puts it before all others
 * @throws HeldoutError not_found
 */
export function prioritizeSweep(id: string, priority: number | 'first'): SweepDetail {
  const { store, events } = server();
  requireSweep(server(), id);
  store.write('Reordering sweeps', () =>
    store.sweeps.update(id, {
      priority: priority === 'first' ? store.sweeps.highestPriority() + 1 : priority,
    }),
  );
  events.emit('sweep', id);
  return getSweep(id);
}

export type RerunState = Extract<RunState, 'failed' | 'cancelled' | 'stopped'>;

/**
 * Trains runs that came to such an end again, from the beginning; what earlier attempts came to stays in the history.
 *
 * @throws HeldoutError not_found
 */
export function rerunSweep(id: string, states: readonly RerunState[]): SweepDetail {
  const { store, events } = server();
  requireSweep(server(), id);
  store.write('Training runs again', () => {
    const wanted = store.runs.ofSweep(id).filter(({ state }) => states.some((each) => each === state));
    store.runs.requeue(wanted.map((run) => run.id));
  });
  events.emit('sweep', id);
  events.emit('queued');
  return getSweep(id);
}

/**
 * The same for one run, whatever its end was; one that has not ended stays as it is.
 *
 * @throws HeldoutError not_found
 */
export function rerunRun(runId: string): void {
  const { store, events } = server();
  const run = requireRun(server(), runId);
  if (!isFinal(run.state)) return;
  store.write('Training a run again', () => store.runs.requeue([runId]));
  events.emit('sweep', run.sweepId);
  events.emit('queued');
}
