import { HeldoutError } from '@/lib/domain/errors';
import type { LogLevel, LostAttempts, SweepLog } from '@/lib/domain/sweepLog';
import { requireSweep } from './rows';
import { server } from './server';

const mostLines = 1000;
const mostAttempts = 200;

export interface SweepLogQuery {
  levels?: readonly LogLevel[] | undefined;
  runIds?: readonly string[] | undefined;
  text?: string | undefined;
  /** As an earlier answer's `before` said. */
  before?: number | undefined;
  limit: number;
}

/**
 * The log lines of all runs of a sweep, the newest first, `limit` at a time.
 *
 * @throws HeldoutError not_found, invalid_input where limit is not 1 to 1,000
 */
export function getSweepLog(sweepId: string, query: SweepLogQuery): SweepLog {
  const { levels, runIds, text = '', before, limit } = query;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= mostLines)) {
    throw new HeldoutError(
      'invalid_input',
      `Reading the log of a sweep: got limit ${limit}, expected a whole number from 1 to ${mostLines}.`,
      { path: 'limit' },
    );
  }
  const context = server();
  requireSweep(context, sweepId);
  const lines = context.store.logs.ofSweep(sweepId, { levels, runIds, text, before, limit });
  return { lines, before: lines.length < limit ? null : (lines.at(-1)?.id ?? null) };
}

/**
 * Tries at runs of a sweep that failed or were lost with their worker, the newest first.
 *
 * @throws HeldoutError not_found
 */
export function getLostAttempts(sweepId: string): LostAttempts {
  const context = server();
  requireSweep(context, sweepId);
  const records = context.store.attempts.ofSweep(sweepId, ['failed', 'lost'], mostAttempts);
  return {
    attempts: records.flatMap(({ outcome, errorCode, errorMessage, resumedFromStep: _, ...row }) =>
      outcome === null
        ? []
        : [
            {
              ...row,
              outcome,
              error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
            },
          ],
    ),
  };
}
