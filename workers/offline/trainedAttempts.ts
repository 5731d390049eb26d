import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HeldoutError } from '@/lib/domain/errors';
import type { KeptModel } from '@/lib/domain/protocol';
import type { AttemptOutcome } from '@/lib/domain/run';
import type { AttemptEndInput } from '@/lib/domain/sweepImport';
import { attemptFolder, attemptNames, isSealed, newestAttempt } from './attemptFolder';
import { verifyChecksums } from './checksums';
import { type JournalEntry, modelFileName, readJournal } from './journal';
import { emptyRunState, follow } from './runState';
import { runFolder, type StoredRun, type SweepFolder } from './sweepFolder';

type JournaledReport = Extract<JournalEntry, { kind: 'report' }>['report'];

/** An attempt as it is to be told to a server. */
export interface TrainedAttempt {
  attempt: number;
  startedAtMs: number;
  workerName: string;
  /** Each report with the models that come before it. */
  reports: { models: KeptModel[]; report: JournaledReport }[];
  lastSequence: number;
  /** released: also of one that is still being trained. */
  end: Omit<AttemptEndInput, 'leaseToken'> & { outcome: AttemptOutcome };
}

/**
 * What the folder has of a run, every byte of it held against its checksum.
 *
 * @throws HeldoutError checksum_mismatch naming the file that is not what was written, or is missing
 */
export function trainedAttempts(sweep: SweepFolder, run: StoredRun): TrainedAttempt[] {
  const folder = runFolder(sweep, run);
  const newest = newestAttempt(folder);
  return Array.from({ length: newest }, (_, index) =>
    readAttempt(folder, run, index + 1, index + 1 === newest),
  );
}

function readAttempt(folder: string, run: StoredRun, attempt: number, isNewest: boolean): TrainedAttempt {
  const place = attemptFolder(folder, attempt);
  if (isSealed(place)) verifyChecksums(place);
  const { entries } = readJournal(join(place, attemptNames.journal), { runId: run.id, attempt });
  const state = emptyRunState();
  for (const entry of entries) follow(state, entry, '');
  const [begin] = entries;
  const told = state.attempts[0];
  if (begin?.kind !== 'begin' || !told) {
    throw new HeldoutError(
      'checksum_mismatch',
      `${join(place, attemptNames.journal)} does not begin as a journal does: copy it again from where the sweep was trained.`,
    );
  }
  const last = entries.findLast((entry) => entry.kind === 'end');
  const unfinished = isNewest ? 'released' : 'lost';
  return {
    attempt,
    startedAtMs: told.startedAtMs,
    workerName: begin.trainer.name,
    reports: reportsIn(entries, place),
    lastSequence: told.lastSequence,
    end: {
      outcome: last?.end.outcome ?? unfinished,
      endedAtMs: told.lastAtMs,
      ...(last?.end.error ? { error: last.end.error } : {}),
      ...(last?.end.decision ? { decision: last.end.decision } : {}),
      decisions: entries.flatMap((entry) =>
        entry.kind === 'decision' ? [{ atMs: entry.atMs, decision: entry.decision }] : [],
      ),
    },
  };
}

function reportsIn(entries: readonly JournalEntry[], folder: string): TrainedAttempt['reports'] {
  const reports: TrainedAttempt['reports'] = [];
  let models: KeptModel[] = [];
  for (const entry of entries) {
    if (entry.kind === 'model') {
      const path = join(folder, modelFileName(entry.model.moment));
      if (!existsSync(path)) {
        throw new HeldoutError(
          'checksum_mismatch',
          `${path} is missing: copy it again from where the sweep was trained.`,
        );
      }
      models.push({ ...entry.model, path });
    } else if (entry.kind === 'report') {
      reports.push({ models, report: entry.report });
      models = [];
    }
  }
  return reports;
}
