import type { RunConfig } from './config';
import type { LeasedRun } from './protocol';

/** What of a configuration neither the graph of a training step nor the shapes of its batches depend on. */
const freeKeys: ReadonlySet<string> = new Set<keyof RunConfig>([
  'dropout',
  'initializer',
  'learningRate',
  'schedule',
  'warmupSteps',
  'epochs',
  'evaluationsPerEpoch',
  'evaluationPairs',
  'bleuSentences',
  'beamWidth',
]);

export type SteppingRun = Pick<LeasedRun, 'config' | 'seed' | 'checkpointStep'>;

/**
 * Whether two runs on the same corpus and split can train as replicas of one graph: the same model and optimizer but for
 * what is fed at every step, and batches of one shape at every step. Seeds and source END put batches in one order of
 * shapes only where batchShapes is common. Both begin at the same step, or one would wait for the other.
 */
export function stepTogether(a: SteppingRun, b: SteppingRun): boolean {
  if (a.checkpointStep !== b.checkpointStep) return false;
  const isCommon = a.config.batchShapes === 'common';
  if (!isCommon && a.seed !== b.seed) return false;
  const others = new Map<string, unknown>(Object.entries(b.config));
  return Object.entries(a.config).every(
    ([key, value]) =>
      freeKeys.has(key) || (isCommon && key === 'sourceEndToken') || Object.is(value, others.get(key)),
  );
}
