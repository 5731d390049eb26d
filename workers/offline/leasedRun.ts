import { HeldoutError } from '@/lib/domain/errors';
import type { LeasedRun } from '@/lib/domain/protocol';
import type { QueuedRun } from './queue';
import type { StoredSweep } from './sweepFolder';

/** A report is due at least every third of it; nobody takes a run back because of it. */
export const leaseTtlMs = 15_000;

/**
 * A run of a folder as a server would lease it.
 *
 * @param leaseToken of the attempt
 * @param trainersOnMachine runs that are trained here at once, this one included
 */
export function leasedRun(
  sweep: StoredSweep,
  run: QueuedRun,
  attempt: number,
  leaseToken: string,
  trainersOnMachine: number,
): LeasedRun {
  const { id, spec, corpus } = sweep;
  const { split, stopping, objective, keep } = spec;
  return {
    runId: run.id,
    sweepId: id,
    attempt,
    leaseToken,
    leaseTtlMs,
    config: variantOf(sweep, run).config,
    seed: run.seed,
    split,
    checkpointStep: run.state.checkpointStep,
    stopping,
    objective,
    keep,
    corpus: {
      id: corpus.fingerprint,
      slug: spec.corpus,
      fingerprint: corpus.fingerprint,
      bytes: corpus.bytes,
      targetLanguage: corpus.targetLanguage,
    },
    trainersOnMachine,
  };
}

/** For a person who looks into a run's folder. */
export function describeRun(sweep: StoredSweep, run: QueuedRun): object {
  const { levels, config } = variantOf(sweep, run);
  const { id, seed, variantIndex } = run;
  return { id, variantIndex, seed, levels, config, corpusFingerprint: sweep.corpus.fingerprint };
}

/** @throws HeldoutError internal where the folder lacks it */
export function variantOf({ variants }: StoredSweep, run: QueuedRun): StoredSweep['variants'][number] {
  const variant = variants.find(({ index }) => index === run.variantIndex);
  if (variant) return variant;
  throw new HeldoutError(
    'internal',
    `Variant ${run.variantIndex} of run ${run.id} is not in sweep.json: copy the folder again.`,
  );
}
