import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FinishRequest, LeasedRun } from '@/lib/domain/protocol';
import { type FoundCheckpoint, findNewestCheckpoint } from '@/lib/train/checkpoints/checkpointStore';
import { identityOf } from '@/lib/train/checkpoints/identity';

export type { FoundCheckpoint } from '@/lib/train/checkpoints/checkpointStore';

/** A run that nobody has gone on with for so long is most likely over; one that is not starts from the beginning. */
const leftoverAfterMs = 7 * 24 * 60 * 60_000;

/** Within an epoch; each epoch ends with a checkpoint. */
export const checkpointEveryMs = 5 * 60_000;

/** Where the checkpoints of a run are, for all workers that share the data directory. */
export function checkpointFolder(home: string, runId: string): string {
  return join(home, 'checkpoints', encodeURIComponent(runId));
}

/** Where an attempt leaves the parameters of its best step: beside its checkpoints, which go together when a run is over. */
export function modelPath(home: string, { runId, attempt }: Pick<LeasedRun, 'runId' | 'attempt'>): string {
  return join(checkpointFolder(home, runId), `model-${attempt}.safetensors`);
}

/** The newest whole checkpoint at or before the step that the server knows everything up to. */
export function resumePoint(folder: string, run: LeasedRun): FoundCheckpoint | undefined {
  const identity = identityOf({
    ...run,
    targetLanguage: run.corpus.targetLanguage,
    corpusFingerprint: run.corpus.fingerprint,
  });
  return findNewestCheckpoint(folder, run.checkpointStep, identity);
}

/** Nobody goes on with a run that has come to its end. A failed one may be tried again, and a diverged one looked at. */
export async function removeWhenOver(
  home: string,
  runId: string,
  outcome: FinishRequest['outcome'] | undefined,
): Promise<void> {
  if (outcome !== 'finished' && outcome !== 'stopped' && outcome !== 'cancelled') return;
  await rm(checkpointFolder(home, runId), { recursive: true, force: true }).catch(() => undefined);
}

/** @param nowMs since the epoch: it is compared with times of files */
export async function removeLeftovers(
  home: string,
  nowMs: number,
  log: (line: string) => void,
): Promise<void> {
  const parent = join(home, 'checkpoints');
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    // Saving and removing checkpoints change the folder's own time.
    const changedMs = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => nowMs,
    );
    if (nowMs - changedMs < leftoverAfterMs) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    log(`Removed the checkpoints of run ${decodeURIComponent(name)}: nobody has gone on with it for 7 days.`);
  }
}
