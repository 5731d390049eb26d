import type { LogsResponse, RunDetail, SamplesResponse } from '@/lib/domain/api';
import { HeldoutError } from '@/lib/domain/errors';
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
    run: runRow(run, variant, worker?.name, context.now()),
    sweepName: sweep.spec.name,
    corpus: corpusOf(context, sweep.corpusId),
    settings: variant.settings,
    config: variant.config,
    facts: run.facts,
  };
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
