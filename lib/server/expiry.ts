import type { RunRecord } from '@/db/runs';
import { endAttempt } from './attemptEnd';
import { followBudget } from './budget';
import { lookAtClock, lookedAtClock } from './clock';
import type { ServerContext } from './context';

/**
 * Takes runs back from workers that have not been heard of for a lease's time: into the queue, or to their end when
 * they were asked to stop or have lost too many workers.
 *
 * Silence is not the workers' fault where the disk refused what they reported, or where the clock was set (or the
 * machine slept): every running attempt then gets another lease's time, which also brings leases that a clock set back
 * would keep for long down to it.
 *
 * @throws HeldoutError storage_full, storage_unavailable; leases are extended once the storage works again
 */
export function expireLeases(context: ServerContext): void {
  const { store, events } = context;
  const { stepMs, nowMs, lastLookMs } = lookAtClock(context);
  const refusedWrites = store.refusedWrites();
  if (refusedWrites !== context.knownRefusals) context.isDeaf = true;
  context.knownRefusals = refusedWrites;
  // Mostly there are none, and looking takes no lock.
  if (!context.isDeaf && stepMs === 0 && store.runs.expired(nowMs).length === 0) {
    lookedAtClock(context);
    return;
  }
  // The first write that fails is as good as the reports that failed before it; the first that succeeds gives workers,
  // which still repeat theirs, another lease's time.
  const isExtended = context.isDeaf || stepMs !== 0;
  context.isDeaf = true;
  const expired = store.write('Taking back expired leases', () => {
    if (stepMs !== 0) store.clock.shift(stepMs, { fromMs: lastLookMs, toMs: nowMs });
    if (isExtended) store.runs.extendLeases(nowMs + context.leaseTtlMs);
    const runs = store.runs.expired(nowMs);
    for (const run of runs) endLost(context, run);
    return runs;
  });
  context.isDeaf = false;
  // Not before: a step that could not be stored is still to be made up for.
  lookedAtClock(context);
  for (const sweepId of new Set(expired.map((run) => run.sweepId))) events.emit('sweep', sweepId);
  if (expired.length > 0 || stepMs !== 0) events.emit('queued');
}

function endLost(context: ServerContext, run: RunRecord): void {
  // Nothing is known of what the worker did after it was last heard of.
  const atMs = run.lastReportAtMs ?? run.attemptStartedAtMs ?? 0;
  endAttempt(context, run, { outcome: 'lost', error: undefined, atMs });
  followBudget(context, run.sweepId);
}
