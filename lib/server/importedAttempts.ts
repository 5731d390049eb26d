import type { RunRecord } from '@/db/runs';
import { HeldoutError } from '@/lib/domain/errors';
import type { StoppingDecision } from '@/lib/domain/stopping';
import type { AttemptClaim, AttemptEnd, AttemptGrant } from '@/lib/domain/sweepImport';
import { endAttempt } from './attemptEnd';
import type { ServerContext } from './context';
import { requireOwned, updateResult } from './reports';
import { requireRun } from './rows';
import { newSecret } from './secrets';
import { server } from './server';
import { withEvidence } from './stopping';

/**
 * Begins an attempt that was made elsewhere, or goes on with one of which a part has been told. Its reports and models
 * are then sent as a worker sends them. An import that breaks off loses its lease, and can go on.
 *
 * @throws HeldoutError not_found; conflict where the run has been trained here since, was cancelled, or lacks an attempt
 *   before this one
 */
export function claimAttempt(runId: string, claim: AttemptClaim): AttemptGrant {
  const context = server();
  const { store, leaseTtlMs, events } = context;
  const leaseToken = newSecret();
  const { sweepId, lastSequence } = store.write('Importing an attempt', () => {
    const run = requireRun(context, runId);
    const nowMs = context.now();
    const grant = { ...claim, leaseToken, nowMs, expiresAtMs: nowMs + leaseTtlMs };
    if (isKnownPart(run, claim)) {
      const before = store.attempts.ofRun(runId).find(({ attempt }) => attempt === claim.attempt);
      store.runs.reopenImported(run, grant, before?.endedAtMs ?? null);
      store.attempts.reopen(runId, claim.attempt);
      return run;
    }
    requireNext(run, claim);
    store.runs.beginImported(run, grant);
    store.attempts.begin({ runId, ...claim });
    return { ...run, lastSequence: 0 };
  });
  events.emit('sweep', sweepId);
  return { leaseToken, lastSequence };
}

/** An import of it broke off, or brought what there was then. */
function isKnownPart({ attempt, workerId, state }: RunRecord, claim: AttemptClaim): boolean {
  return attempt === claim.attempt && workerId === null && (state === 'queued' || state === 'running');
}

function requireNext(run: RunRecord, { attempt }: AttemptClaim): void {
  const isImported = run.attempt === 0 || run.workerId === null;
  const isOpen = run.state === 'queued' || run.state === 'failed';
  if (attempt === run.attempt + 1 && isImported && isOpen) return;
  const reason = isImported
    ? `it is ${run.state} and has ${run.attempt} attempts here`
    : 'it has been trained by a worker here since';
  throw new HeldoutError(
    'conflict',
    `Importing attempt ${attempt} of run ${run.id}: ${reason}; what is here stays as it is.`,
  );
}

/**
 * Ends an imported attempt as it ended elsewhere. Repeating it is refused as stale, with nothing changed.
 *
 * @throws HeldoutError stale_attempt, not_found
 */
export function endImportedAttempt(runId: string, attempt: number, end: AttemptEnd): void {
  const context = server();
  const { store, events } = context;
  const run = store.write('Ending an imported attempt', () => {
    const owned = requireOwned(context, { runId, attempt, leaseToken: end.leaseToken });
    updateResult(context, owned);
    for (const { atMs, decision } of end.decisions) record(context, owned, decision, atMs);
    if (end.decision) record(context, owned, withEvidence(context, owned, end.decision), end.endedAtMs);
    const current = requireRun(context, runId);
    endAttempt(context, current, {
      outcome: end.outcome === 'finished' && current.stopReason !== null ? 'stopped' : end.outcome,
      error: end.error,
      atMs: end.endedAtMs,
    });
    return owned;
  });
  events.emit('sweep', run.sweepId);
}

/** Decisions are told again with the attempt; each is kept once. */
function record({ store }: ServerContext, run: RunRecord, decision: StoppingDecision, atMs: number): void {
  const isKnown = store.decisions
    .ofRun(run)
    .some(
      ({ rule, epoch, ofEpochs }) =>
        rule === decision.rule && epoch === decision.epoch && ofEpochs === decision.ofEpochs,
    );
  if (isKnown) return;
  store.decisions.insert({ sweepId: run.sweepId, runId: run.id, atMs, decision });
  if (decision.action === 'stop') store.runs.requestStop(run.id, decision.reason);
}
