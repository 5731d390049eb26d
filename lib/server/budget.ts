import type { StoppingDecision } from '@/lib/domain/stopping';
import { decideByBudget } from '@/sweeps/stopping/budget';
import type { ServerContext } from './context';
import { requireSweep } from './rows';

/**
 * Ends a sweep whose trainer hours are spent: runs that wait are cancelled, those that train are asked to end. Call it
 * inside the transaction that added to them: of a report, and of an attempt's end, upon which the next run would start.
 *
 * @returns a decision a run that it ended
 */
export function followBudget(context: ServerContext, sweepId: string): StoppingDecision[] {
  const { store } = context;
  const hours = requireSweep(context, sweepId).spec.budget?.hours;
  if (hours === undefined) return [];
  const nowMs = context.now();
  const spentMs = store.decisions.trainedMs(sweepId, nowMs);
  if (decideByBudget(spentMs, hours, { step: 0, epoch: 0 }).action === 'continue') return [];
  return store.decisions.unended(sweepId).map(({ id, state, progress }) => {
    const decision = decideByBudget(spentMs, hours, {
      step: progress?.step ?? 0,
      epoch: progress?.epoch ?? 0,
    });
    store.decisions.insert({ sweepId, runId: id, atMs: nowMs, decision });
    if (state === 'queued') store.decisions.cancelQueued(id, decision.reason, nowMs);
    else store.runs.requestStop(id, decision.reason);
    return decision;
  });
}
