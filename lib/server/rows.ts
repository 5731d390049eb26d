import type { RunRecord } from '@/db/runs';
import type { SweepRecord, VariantRecord } from '@/db/sweeps';
import type { RunRow, SweepRow } from '@/lib/domain/api';
import { comparisonProblem, refusalText, targetUnitOf } from '@/lib/domain/comparison';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type Progress, sweepState } from '@/lib/domain/run';
import type { FinalScores, Moment } from '@/lib/domain/score';
import { factorNames } from '@/lib/domain/sweep';
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
  const { metric: objective, goal, report } = spec.objective;
  const comparisons = store.runs.comparisons(id);
  const problem = comparisonProblem(objective, comparisons);
  return {
    id,
    name: spec.name,
    question: spec.question,
    corpusSlug: corpusOf(context, sweep.corpusId).slug,
    state: sweepState(counts),
    counts,
    variantCount: sweep.variantCount,
    factors: factorNames(spec),
    createdAtMs: sweep.createdAtMs,
    priority: sweep.priority,
    paused: sweep.pausedAtMs !== null,
    best: problem === null ? bestRun(context, id, goal, report) : null,
    comparisonProblem: problem === null ? null : refusalText([objective], problem),
  };
}

function bestRun(
  { store }: ServerContext,
  sweepId: string,
  goal: 'minimize' | 'maximize',
  metric: string,
): SweepRow['best'] {
  const best = store.runs.best(sweepId, goal);
  if (!best) return null;
  const whole = testedOf(store.testReports.scoresOf([best.id]).get(best.id)).best;
  const value = whole?.scores[metric]?.value ?? best.result.atBest[metric];
  if (value === undefined) return null;
  return {
    runId: best.id,
    metric,
    value,
    sentences: whole?.scores[metric] ? whole.sentences : null,
    stoppedEarly: best.state === 'stopped',
  };
}

/** Rows of a sweep's runs, in the order in which they are leased. */
export function runRows(context: ServerContext, sweepId: string): RunRow[] {
  const variants = new Map(context.store.sweeps.variants(sweepId).map((variant) => [variant.index, variant]));
  const names = new Map(context.store.workers.list().map((worker) => [worker.id, worker.name]));
  const tested = context.store.testReports.scoresOfSweep(sweepId);
  const nowMs = context.now();
  return context.store.runs.ofSweep(sweepId).map((run) =>
    runRow(run, {
      variant: variants.get(run.variantIndex),
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

function testedOf(finals: readonly FinalScores[] | undefined): RunRow['tested'] {
  const at = (moment: Moment) => finals?.find((final) => final.moment === moment) ?? null;
  return { best: at('best'), last: at('last') };
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
