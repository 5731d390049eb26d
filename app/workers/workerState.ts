import type { WorkerRow } from '@/lib/domain/api';

export type WorkerStateKey =
  | 'silent'
  | 'training'
  | 'waiting'
  | 'finishing'
  | 'paused'
  | 'handingBack'
  | 'drained';

/** What it does now, of what it was told and what it has. */
export function stateOf({ alive, duty, run }: Pick<WorkerRow, 'alive' | 'duty' | 'run'>): WorkerStateKey {
  if (!alive) return 'silent';
  if (duty === 'pause') return run ? 'finishing' : 'paused';
  if (duty === 'drain') return run ? 'handingBack' : 'drained';
  return run ? 'training' : 'waiting';
}
