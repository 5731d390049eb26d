import { availableParallelism } from 'node:os';

/** A number of threads a trainer, or as many as the cores allow when its run starts. */
export type ThreadSetting = number | 'auto';

/**
 * Threads of one trainer. With 'auto' the trainers of a machine share its cores evenly: one thread each where as many
 * train as there are cores, all cores where one trains alone.
 *
 * @param trainersOnMachine how many are expected to train there at once, this one included
 */
export function threadsOf(
  setting: ThreadSetting,
  trainersOnMachine: number,
  cores: number = availableParallelism(),
): number {
  return setting === 'auto' ? Math.max(1, Math.floor(cores / trainersOnMachine)) : setting;
}

/** The most that a trainer may use: what a worker tells of itself before it has a run. */
export function mostThreads(setting: ThreadSetting): number {
  return threadsOf(setting, 1);
}
