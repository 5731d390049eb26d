import type { StoppingSpec } from '@/lib/domain/stopping';

/** Rules that compare a run with the others of its sweep. */
export type ComparingSpec = Extract<StoppingSpec, { kind: 'median' | 'asha' }>;

export function comparesRuns(stopping: StoppingSpec): stopping is ComparingSpec {
  return stopping.kind === 'median' || stopping.kind === 'asha';
}

/**
 * The epochs at which a rule decides about a run, up to the one that it has reached: every epoch from the grace period
 * on (median), or graceEpochs · η^k (asha). None at the run's last epoch, where there is nothing left to save.
 */
export function decisionEpochs(stopping: ComparingSpec, reachedEpoch: number, totalEpochs: number): number[] {
  const epochs: number[] = [];
  let epoch = stopping.graceEpochs;
  while (epoch <= reachedEpoch && epoch < totalEpochs) {
    epochs.push(epoch);
    epoch = stopping.kind === 'asha' ? epoch * stopping.reductionFactor : epoch + 1;
  }
  return epochs;
}
