import type { RunRecord } from '@/db/runs';
import type { RunsState, SweepRecord, VariantRecord } from '@/db/sweeps';
import type { RunRow, SweepRow } from '@/lib/domain/api';
import { targetUnitOf } from '@/lib/domain/comparison';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { RunFacts } from '@/lib/domain/protocol';
import { type Progress, sweepState } from '@/lib/domain/run';
import type { FinalScores } from '@/lib/domain/score';
import { factorNames } from '@/lib/domain/sweep';
import type { ServerContext } from './context';
import { sweepSummary, testedOf } from './sweepSummary';

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

export function sweepRow(context: ServerContext, sweep: SweepRecord): SweepRow {
  const state = context.store.sweeps.runsState(sweep.id);
  return sweepRowOf(context, sweep, corpusOf(context, sweep.corpusId), state);
}

/** The row where its corpus and the state of its runs are known already, as they are for a list. */
export function sweepRowOf(
  context: ServerContext,
  sweep: SweepRecord,
  corpus: Corpus,
  state: RunsState,
): SweepRow {
  const { id, spec } = sweep;
  const { counts } = state;
  return {
    id,
    name: spec.name,
    question: spec.question,
    corpusSlug: corpus.slug,
    state: sweepState(counts),
    counts,
    variantCount: sweep.variantCount,
    factors: factorNames(spec),
    createdAtMs: sweep.createdAtMs,
    priority: sweep.priority,
    paused: sweep.pausedAtMs !== null,
    owner: sweep.owner,
    notes: sweep.notes,
    tags: sweep.tags,
    archived: sweep.archivedAtMs !== null,
    ...sweepSummary(context, sweep, state),
  };
}

/** Rows of a sweep's runs, in the order in which they are leased. */
export function runRows(context: ServerContext, sweepId: string): RunRow[] {
  const variants = new Map(context.store.sweeps.variants(sweepId).map((variant) => [variant.index, variant]));
  const tested = context.store.testReports.scoresOfSweep(sweepId);
  return rowsOf(context, context.store.runs.ofSweep(sweepId), (index) => variants.get(index), tested);
}

/** Rows of a few runs of a sweep. */
export function someRunRows(context: ServerContext, sweepId: string, runIds: readonly string[]): RunRow[] {
  const { store } = context;
  const runs = runIds.map((id) => requireRun(context, id));
  const tested = store.testReports.scoresOf(runIds);
  return rowsOf(context, runs, (index) => store.sweeps.variant(sweepId, index), tested);
}

function rowsOf(
  context: ServerContext,
  runs: readonly RunRecord[],
  variantOf: (index: number) => VariantRecord | undefined,
  tested: ReadonlyMap<string, FinalScores[]>,
): RunRow[] {
  const names = new Map(context.store.workers.list().map((worker) => [worker.id, worker.name]));
  const nowMs = context.now();
  return runs.map((run) =>
    runRow(run, {
      variant: variantOf(run.variantIndex),
      workerName: names.get(run.workerId ?? ''),
      tested: tested.get(run.id),
      nowMs,
    }),
  );
}

export interface RunContext {
  variant: VariantRecord | undefined;
  workerName: string | undefined;
  tested: FinalScores[] | undefined;
  nowMs: number;
}

export function runRow(run: RunRecord, { variant, workerName, tested, nowMs }: RunContext): RunRow {
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
    tested: testedOf(tested),
    comparison: comparisonOf(run, variant),
    workerName: workerName ?? null,
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs,
    durationMs: run.trainedMs + current,
    error: run.errorCode === null ? null : { code: run.errorCode, message: run.errorMessage ?? '' },
    stopReason: run.stopReason,
    notBeforeMs: run.notBeforeMs,
  };
}

function comparisonOf({ facts }: RunRecord, variant: VariantRecord | undefined): RunRow['comparison'] {
  if (!facts || !variant) return null;
  const { data, bleuSignature } = facts;
  return {
    testHash: data.testHash,
    // Facts are stored as they came: those of an older run lack the field.
    sampleHash: data.sampleHash ?? null,
    bleuSignature,
    targetUnit: targetUnitOf(variant.config),
  };
}

/** null before the first report of progress. */
export function stepsPerEpoch(progress: Progress | null | undefined): number | null {
  if (!progress || progress.totalEpochs === 0 || progress.totalSteps === 0) return null;
  return progress.totalSteps / progress.totalEpochs;
}

/** Target tokens that a step trains on, in the mean over an epoch; null where the run did not record it. */
export function tokensPerStep(progress: Progress | null, facts: RunFacts | null): number | null {
  const steps = stepsPerEpoch(progress);
  const tokens = facts?.data.targetTokensPerEpoch ?? null;
  return steps === null || tokens === null ? null : tokens / steps;
}
