import { HeldoutError } from '@/lib/domain/errors';
import type { ImportedSweep } from '@/lib/domain/sweepImport';
import type { Client } from '../cli/client';
import type { TrainedAttempt } from './trainedAttempts';

type ImportClient = Pick<Client, 'claimAttempt' | 'report' | 'endAttempt' | 'uploadModel'>;

export interface Brought {
  attempts: number;
  reports: number;
  models: number;
}

/**
 * Tells a server what it does not know yet of a run's attempts, in their order: as their worker would have told it.
 *
 * @param known of the run, as the server answered
 * @throws HeldoutError conflict where the run has been trained there since; what the client throws
 */
export async function bringAttempts(
  client: ImportClient,
  known: ImportedSweep['runs'][number],
  attempts: readonly TrainedAttempt[],
): Promise<Brought> {
  const brought: Brought = { attempts: 0, reports: 0, models: 0 };
  if (attempts.length > 0 && !known.isImported) {
    throw new HeldoutError(
      'conflict',
      `Importing run ${known.id}: a worker of the dashboard has trained it since; what is there stays as it is.`,
    );
  }
  for (const attempt of attempts) {
    if (isKnown(known, attempt)) continue;
    await bringAttempt(client, known.id, attempt, brought);
    brought.attempts++;
  }
  return brought;
}

function isKnown(
  { attempt, outcome, lastSequence }: ImportedSweep['runs'][number],
  trained: TrainedAttempt,
): boolean {
  if (attempt !== trained.attempt) return attempt > trained.attempt;
  return outcome === trained.end.outcome && lastSequence >= trained.lastSequence;
}

async function bringAttempt(
  client: ImportClient,
  runId: string,
  { attempt, startedAtMs, workerName, reports, end }: TrainedAttempt,
  brought: Brought,
): Promise<void> {
  const { leaseToken, lastSequence } = await client.claimAttempt(runId, { attempt, startedAtMs, workerName });
  const owner = { attempt, leaseToken };
  for (const { models, report } of reports) {
    if (report.sequence <= lastSequence) continue;
    for (const model of models) {
      await client.uploadModel(runId, model, owner);
      brought.models++;
    }
    await client.report(runId, { ...report, ...owner });
    brought.reports++;
  }
  await client.endAttempt(runId, attempt, { leaseToken, ...end });
}
