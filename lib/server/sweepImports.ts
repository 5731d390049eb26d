import type { RunRecord } from '@/db/runs';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { ImportedSweep, SweepImport } from '@/lib/domain/sweepImport';
import type { ServerContext } from './context';
import { server } from './server';
import { type Plan, planSweep } from './sweeps';

/**
 * Makes a sweep that was trained elsewhere known here, under the names that it has; its runs have been told nothing of
 * yet. It is paused, so that no worker trains what is about to be brought in. A sweep that is here stays as it is.
 *
 * @returns what is known of its runs
 * @throws HeldoutError not_found where the corpus is not here; conflict where a sweep of the name is another one, or this
 *   version would train other variants; invalid_sweep, too_many_variants, invalid_corpus
 */
export async function importSweep(request: SweepImport): Promise<ImportedSweep> {
  const context = server();
  if (context.store.sweeps.find(request.id)) {
    requireRuns(context, request);
    return { isNew: false, runs: knownRuns(context, request) };
  }
  const corpus = requireCorpus(context, request.corpusFingerprint);
  const plan = await planSweep(context, { ...request.spec, corpus: corpus.slug });
  requireSameVariants(plan, request);
  // Another import of it may have come first while this one was planned.
  if (!context.store.sweeps.find(request.id)) create(context, plan, request);
  requireRuns(context, request);
  context.events.emit('sweep', request.id);
  return { isNew: true, runs: knownRuns(context, request) };
}

function create({ store, now }: ServerContext, plan: Plan, { id, createdAtMs, runs }: SweepImport): void {
  const { spec, corpus, expansion, variants, estimate } = plan;
  store.write('Importing a sweep', () => {
    store.sweeps.insert(
      {
        id,
        corpusId: corpus.id,
        spec,
        dropped: expansion.dropped,
        variantCount: variants.length,
        createdAtMs,
        estimate,
        pausedAtMs: now(),
      },
      variants.map((variant) => ({ sweepId: id, ...variant })),
    );
    store.runs.insert(runs.map((run) => ({ ...run, sweepId: id })));
  });
}

function requireCorpus({ store }: ServerContext, fingerprint: string): Corpus {
  const corpus = store.corpora.findByFingerprint(fingerprint);
  if (corpus) return corpus;
  throw new HeldoutError(
    'not_found',
    `Importing a sweep: there is no corpus with the fingerprint ${fingerprint}: import its sentences first.`,
    { path: 'corpusFingerprint' },
  );
}

function requireSameVariants({ variants, spec }: Plan, request: SweepImport): void {
  const differs = variants.find(
    ({ index, config }) => JSON.stringify(config) !== JSON.stringify(request.variants[index]?.config),
  );
  const seeds = new Set(spec.seeds);
  const runs = new Set(request.runs.map(({ variantIndex, seed }) => `${variantIndex} ${seed}`));
  const isWhole =
    variants.length === request.variants.length &&
    runs.size === request.runs.length &&
    runs.size === variants.length * seeds.size &&
    request.runs.every(({ variantIndex, seed }) => variantIndex < variants.length && seeds.has(seed));
  if (!differs && isWhole) return;
  const what = differs
    ? `variant ${differs.index} is another configuration`
    : `${request.runs.length} runs of ${request.variants.length} variants do not make the sweep`;
  throw new HeldoutError(
    'conflict',
    `Importing a sweep: ${what} as this version of Heldout understands its spec: import it with the version that trained it.`,
    { path: 'variants' },
  );
}

/** An edit may have added runs to it since; those that are imported have to be there. */
function requireRuns({ store }: ServerContext, request: SweepImport): void {
  const here = new Map(store.runs.namesOfSweep(request.id).map((run) => [run.id, run]));
  const other = request.runs.find(({ id, variantIndex, seed }) => {
    const known = here.get(id);
    return known?.variantIndex !== variantIndex || known.seed !== seed;
  });
  if (!other) return;
  throw new HeldoutError(
    'conflict',
    `Importing a sweep: ${request.id} is here, and has no run ${other.id} of variant ${other.variantIndex} and seed ${other.seed}: it is another sweep of the same name.`,
    { path: 'runs' },
  );
}

function knownRuns(context: ServerContext, request: SweepImport): ImportedSweep['runs'] {
  const wanted = new Set(request.runs.map(({ id }) => id));
  return context.store.runs
    .ofSweep(request.id)
    .filter(({ id }) => wanted.has(id))
    .map((run) => ({
      id: run.id,
      attempt: run.attempt,
      outcome: outcomeOf(context, run),
      isImported: run.workerId === null,
      lastSequence: run.lastSequence,
    }));
}

function outcomeOf({ store }: ServerContext, run: RunRecord): ImportedSweep['runs'][number]['outcome'] {
  return store.attempts.ofRun(run.id).find(({ attempt }) => attempt === run.attempt)?.outcome ?? null;
}
