import type {
  AttemptRow,
  HypothesesResponse,
  LogsResponse,
  RunDetail,
  RunRow,
  SamplesResponse,
} from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
import { type ArtifactName, artifactNameSchema } from '@/lib/domain/protocol';
import type { Moment } from '@/lib/domain/score';
import { modelRows } from './models';
import { corpusOf, requireRun, requireSweep, runRow } from './rows';
import { server } from './server';

/** The newest are what a person looks for; a run that logs more is kept whole in the database. */
const shownLogLines = 2000;

/** @throws HeldoutError not_found */
export function getRun(id: string): RunDetail {
  const context = server();
  const { store } = context;
  const run = requireRun(context, id);
  const sweep = requireSweep(context, run.sweepId);
  const variant = store.sweeps.variant(run.sweepId, run.variantIndex);
  if (!variant) throw new HeldoutError('internal', `The variant of run ${id} is gone.`);
  const worker = run.workerId === null ? undefined : store.workers.find(run.workerId);
  return {
    run: runRow(run, {
      variant,
      workerName: worker?.name,
      tested: store.testReports.scoresOf([id]).get(id),
      nowMs: context.now(),
    }),
    sweepName: sweep.spec.name,
    corpus: corpusOf(context, sweep.corpusId),
    settings: variant.settings,
    config: variant.config,
    facts: run.facts,
    attempts: getAttempts(id),
    models: modelRows(context, id),
  };
}

/** A run as a link to it names it. */
export interface NamedRun {
  id: string;
  levels: RunRow['levels'];
  seed: number;
}

/** Where a run stands among those of its sweep, in the order in which they are leased. */
export interface RunPlace {
  /** From 1. */
  position: number;
  count: number;
  previous: NamedRun | null;
  next: NamedRun | null;
}

/** @throws HeldoutError not_found */
export function getRunPlace(id: string): RunPlace {
  const context = server();
  const { store } = context;
  const { sweepId } = requireRun(context, id);
  const runs = store.runs.namesOfSweep(sweepId);
  const index = runs.findIndex((run) => run.id === id);
  const named = (at: number): NamedRun | null => {
    const run = runs[at];
    if (!run) return null;
    const levels = store.sweeps.variant(sweepId, run.variantIndex)?.levels ?? {};
    return { id: run.id, levels, seed: run.seed };
  };
  return { position: index + 1, count: runs.length, previous: named(index - 1), next: named(index + 1) };
}

/** @throws HeldoutError not_found */
export function getSamples(id: string): SamplesResponse {
  const context = server();
  return { samples: context.store.samples.ofRun(requireRun(context, id).id) };
}

/** @throws HeldoutError not_found */
export function getLogs(id: string): LogsResponse {
  const context = server();
  return { logs: context.store.logs.ofRun(requireRun(context, id).id, shownLogLines) };
}

/**
 * Every try at a run, oldest first.
 *
 * @throws HeldoutError not_found
 */
export function getAttempts(id: string): AttemptRow[] {
  const { store } = server();
  return store.attempts
    .ofRun(requireRun(server(), id).id)
    .map(({ runId: _run, errorCode, errorMessage, ...row }) => ({
      ...row,
      error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    }));
}

/** @throws HeldoutError not_found, also where the run has not come to that moment yet */
export function getHypotheses(id: string, moment: Moment): HypothesesResponse {
  const { store } = server();
  const run = requireRun(server(), id);
  const sentences = store.testReports.sentences(run.id, moment);
  if (sentences.length === 0) {
    throw new HeldoutError(
      'not_found',
      `Run ${id} has no translations of its whole test split at its ${moment} step (it is ${run.state}): they come at the end of a run.`,
    );
  }
  const finals = store.testReports.scoresOf([run.id]).get(run.id) ?? [];
  return { moment, scores: finals.find((final) => final.moment === moment) ?? null, sentences };
}

/** @throws HeldoutError not_found */
export function listArtifacts(id: string): { name: string; mediaType: string; sha256: string }[] {
  const context = server();
  return context.store.artifacts.ofRun(requireRun(context, id).id);
}

/** @throws HeldoutError not_found */
export function getArtifact(
  id: string,
  name: string,
): { name: ArtifactName; mediaType: string; text: string } {
  const context = server();
  const known = artifactNameSchema.safeParse(name);
  const artifact = known.success
    ? context.store.artifacts.find(requireRun(context, id).id, known.data)
    : undefined;
  if (!artifact) {
    throw new HeldoutError('not_found', `Run ${id} has no artifact ${JSON.stringify(name)}.`);
  }
  return artifact;
}
