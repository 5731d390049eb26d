import type { RunRecord } from '@/db/runs';
import type { ServerContext } from './context';

/** A run whose worker was lost so often is not started again: it may be what kills them. */
const maxLostAttempts = 3;

/**
 * Takes runs back from workers that have not been heard of for a lease's time: into the queue, or to their end when
 * they were asked to stop or have lost too many workers.
 *
 * @throws HeldoutError storage_full, storage_unavailable; leases are extended once the storage works again
 */
export function expireLeases(context: ServerContext): void {
  const { store, events } = context;
  const nowMs = context.now();
  // Mostly there are none, and looking takes no lock.
  if (store.runs.expired(nowMs).length === 0) return;
  // The first write that fails is as good as the reports that failed before it; the first that succeeds gives workers,
  // which still repeat theirs, another lease's time.
  const wasDeaf = context.isDeaf;
  context.isDeaf = true;
  const expired = store.write('Taking back expired leases', () => {
    if (wasDeaf) store.runs.extendLeases(nowMs + context.leaseTtlMs);
    const runs = store.runs.expired(nowMs);
    for (const run of runs) endLost(context, run);
    return runs;
  });
  context.isDeaf = false;
  for (const sweepId of new Set(expired.map((run) => run.sweepId))) events.emit('sweep', sweepId);
  events.emit('queued');
}

function endLost({ store }: ServerContext, run: RunRecord): void {
  const lost = run.lostAttempts + 1;
  const isGivenUp = lost >= maxLostAttempts;
  const state = run.cancelRequested ? 'cancelled' : isGivenUp ? 'failed' : 'queued';
  const error = { code: 'worker_lost', message: `worker lost ${lost} times` };
  store.runs.endAttempt(run, {
    state,
    // Nothing is known of what the worker did after it was last heard of.
    atMs: run.lastReportAtMs ?? run.attemptStartedAtMs ?? 0,
    isLost: true,
    error: state === 'failed' ? error : undefined,
  });
  store.logs.insert(run.id, run.attempt, [
    {
      timeMs: run.leaseExpiresAtMs ?? 0,
      level: 'warn',
      text: `worker lost: its lease ran out in attempt ${run.attempt}`,
    },
  ]);
}
