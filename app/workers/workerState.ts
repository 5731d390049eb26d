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
export function stateOf({ alive, duty, runs }: Pick<WorkerRow, 'alive' | 'duty' | 'runs'>): WorkerStateKey {
  if (!alive) return 'silent';
  const trains = runs.length > 0;
  if (duty === 'pause') return trains ? 'finishing' : 'paused';
  if (duty === 'drain') return trains ? 'handingBack' : 'drained';
  return trains ? 'training' : 'waiting';
}
