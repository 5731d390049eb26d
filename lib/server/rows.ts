import type { RunRecord } from '@/db/runs';
import type { SweepRecord } from '@/db/sweeps';
import type { RunRow, SweepRow } from '@/lib/domain/api';
import type { Level } from '@/lib/domain/config';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type Progress, sweepState } from '@/lib/domain/run';
import type { ServerContext } from './context';

/** @throws HeldoutError not_found */
export function requireSweep({ store }: ServerContext, id: string): SweepRecord {
  const sweep = store.sweeps.find(id);
  if (!sweep) throw new HeldoutError('not_found', `There is no sweep ${JSON.stringify(id)}.`);
  return sweep;
}

/** @throws HeldoutError not_found */
export function requireRun({ store }: ServerContext, id: string): RunRecord {
  const run = store.runs.find(id);
  if (!run) throw new HeldoutError('not_found', `There is no run ${JSON.stringify(id)}.`);
  return run;
}

/** The row that a foreign key promises. */
export function corpusOf({ store }: ServerContext, corpusId: string): Corpus {
  const corpus = store.corpora.find(corpusId);
  if (!corpus) throw new HeldoutError('internal', `The corpus ${corpusId} of a sweep is gone.`);
  return corpus;
}

export function sweepRow(context: ServerContext, { id, spec, ...sweep }: SweepRecord): SweepRow {
  const { store } = context;
  const counts = store.sweeps.counts(id);
  const best = store.runs.best(id, spec.objective.goal);
  const metric = spec.objective.report;
  const value = best?.result.atBest[metric];
  return {
    id,
    name: spec.name,
    question: spec.question,
    corpusSlug: corpusOf(context, sweep.corpusId).slug,
    state: sweepState(counts),
    counts,
    variantCount: sweep.variantCount,
    factors: Object.keys(spec.factors),
    createdAtMs: sweep.createdAtMs,
    best: best && value !== undefined ? { runId: best.id, metric, value } : null,
  };
}

/** Rows of a sweep's runs, in the order in which they are leased. */
export function runRows(context: ServerContext, sweepId: string): RunRow[] {
  const variants = new Map(context.store.sweeps.variants(sweepId).map((variant) => [variant.index, variant]));
  const names = new Map(context.store.workers.list().map((worker) => [worker.id, worker.name]));
  const nowMs = context.now();
  return context.store.runs
    .ofSweep(sweepId)
    .map((run) => runRow(run, variants.get(run.variantIndex), names.get(run.workerId ?? ''), nowMs));
}

export function runRow(
  run: RunRecord,
  variant: { levels: Record<string, Level>; parameterCount: number } | undefined,
  workerName: string | undefined,
  nowMs: number,
): RunRow {
  const current = run.attemptStartedAtMs === null ? 0 : Math.max(0, nowMs - run.attemptStartedAtMs);
  return {
    id: run.id,
    sweepId: run.sweepId,
    variantIndex: run.variantIndex,
    levels: variant?.levels ?? {},
    seed: run.seed,
    state: run.state,
    attempt: run.attempt,
    progress: run.progress,
    parameterCount: run.facts?.parameterCount ?? variant?.parameterCount ?? null,
    result: run.result,
    workerName: workerName ?? null,
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs,
    durationMs: run.trainedMs + current,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? '' },
  };
}

/** null before the first report of progress. */
export function stepsPerEpoch(progress: Progress | null | undefined): number | null {
  if (!progress || progress.totalEpochs === 0 || progress.totalSteps === 0) return null;
  return progress.totalSteps / progress.totalEpochs;
}
