import { noRuns } from '@/db/sweeps';
import { modelConfigOf } from '@/lib/data/modelConfig';
import type { PreviewResponse, SweepDetail, SweepRow } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import type { SweepEstimate } from '@/lib/domain/estimate';
import type { Expansion, SweepSpec, Variant } from '@/lib/domain/sweep';
import type { SweepChange } from '@/lib/domain/sweepChange';
import { countParameters } from '@/lib/model/parameters';
import { expandSweep } from '@/sweeps/expand';
import { parseSweepSpec, parseSweepText } from '@/sweeps/parse';
import type { ServerContext } from './context';
import { vocabularySizes } from './corpusProcess';
import { estimateSweep } from './estimates';
import { corpusOf, requireSweep, runRows, sweepRow, sweepRowOf } from './rows';
import { newId } from './secrets';
import { server } from './server';

/** Newest first, archived ones among them. */
export function listSweeps(): SweepRow[] {
  const context = server();
  const { store } = context;
  const corpora = new Map(store.corpora.list().map((corpus) => [corpus.id, corpus]));
  const states = store.sweeps.runsStates();
  return store.sweeps.list().map((sweep) => {
    const corpus = corpora.get(sweep.corpusId) ?? corpusOf(context, sweep.corpusId);
    return sweepRowOf(context, sweep, corpus, states.get(sweep.id) ?? noRuns);
  });
}

/**
 * What a person writes beside a sweep, or that it is put away.
 *
 * @throws HeldoutError not_found, storage_full, storage_unavailable
 */
export function changeSweep(id: string, change: SweepChange): SweepRow {
  const context = server();
  requireSweep(context, id);
  const { owner, notes, tags, archived } = change;
  const changes = {
    ...(owner === undefined ? {} : { owner }),
    ...(notes === undefined ? {} : { notes }),
    ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
    ...(archived === undefined ? {} : { archivedAtMs: archived ? context.now() : null }),
  };
  if (Object.keys(changes).length > 0) {
    context.store.write('Changing a sweep', () => context.store.sweeps.update(id, changes));
    context.events.emit('sweep', id);
  }
  return sweepRow(context, requireSweep(context, id));
}

/**
 * For the title of its pages, without reading its runs.
 *
 * @throws HeldoutError not_found
 */
export function getSweepName(id: string): string {
  return requireSweep(server(), id).spec.name;
}

/** @throws HeldoutError not_found */
export function getSweep(id: string): SweepDetail {
  const context = server();
  const sweep = requireSweep(context, id);
  return {
    sweep: sweepRow(context, sweep),
    spec: sweep.spec,
    estimate: sweep.estimate,
    corpus: corpusOf(context, sweep.corpusId),
    dropped: sweep.dropped,
    notes: sweep.spec.design.kind === 'factorial' ? [] : expandSweep(sweep.spec).notes,
    runs: runRows(context, id),
  };
}

/**
 * What a sweep would be, before anything is created.
 *
 * @param input a sweep spec, or the text of one (YAML or JSON)
 * @throws HeldoutError invalid_sweep, too_many_variants, invalid_corpus (too small for the split)
 */
export async function previewSweep(input: unknown): Promise<PreviewResponse> {
  const { spec, expansion, variants, estimate } = await planSweep(server(), input);
  return {
    spec,
    variants: variants.map(({ index, levels, parameterCount }) => ({ index, levels, parameterCount })),
    dropped: expansion.dropped,
    notes: expansion.notes,
    runCount: expansion.runCount,
    estimate,
  };
}

/**
 * Creates a sweep and queues its runs, all at once. Seeds are the outer loop: every variant gets its first seed before
 * any gets its second, so that a sweep that is stopped halfway has compared them all.
 *
 * @throws HeldoutError as previewSweep, storage_full, storage_unavailable
 */
export async function createSweep(input: unknown): Promise<SweepDetail> {
  const context = server();
  const { store } = context;
  const { spec, corpus, expansion, variants, estimate } = await planSweep(context, input);
  const sweepId = newId();
  store.write('Creating a sweep', () => {
    store.sweeps.insert(
      {
        id: sweepId,
        corpusId: corpus.id,
        spec,
        dropped: expansion.dropped,
        variantCount: variants.length,
        createdAtMs: context.now(),
        estimate,
      },
      variants.map((variant) => ({ sweepId, ...variant })),
    );
    store.runs.insert(
      expansion.seeds.flatMap((seed) =>
        variants.map(({ index }) => ({ id: newId(), sweepId, variantIndex: index, seed })),
      ),
    );
  });
  context.events.emit('queued');
  return getSweep(sweepId);
}

/**
 * Queued runs are cancelled at once, running ones when their worker hears of it. A sweep that has ended stays as it is.
 *
 * @throws HeldoutError not_found
 */
export function cancelSweep(id: string): SweepDetail {
  const context = server();
  requireSweep(context, id);
  context.store.write('Cancelling a sweep', () => context.store.runs.cancel(id, context.now()));
  context.events.emit('sweep', id);
  return getSweep(id);
}

export type PlannedVariant = Variant & { parameterCount: number };

export interface Plan {
  spec: SweepSpec;
  corpus: Corpus;
  expansion: Expansion;
  variants: PlannedVariant[];
  estimate: SweepEstimate;
}

/** @throws HeldoutError as previewSweep */
export async function planSweep(context: ServerContext, input: unknown): Promise<Plan> {
  const spec = typeof input === 'string' ? parseSweepText(input) : parseSweepSpec(input);
  const expansion = expandSweep(spec);
  const corpus = findCorpus(context, spec.corpus);
  const configs = expansion.variants.map(({ config }) => config);
  const sizes = await vocabularySizes(context, corpus, spec.split, configs);
  const variants = expansion.variants.map((variant, index) => {
    const vocabulary = sizes[index];
    if (!vocabulary) throw new HeldoutError('internal', `There is no vocabulary of variant ${index}.`);
    return { ...variant, parameterCount: countParameters(modelConfigOf(variant.config, vocabulary)) };
  });
  const work = sizes.map((measured) => measured.work);
  return { spec, corpus, expansion, variants, estimate: estimateSweep(context, spec, work) };
}

function findCorpus({ store }: ServerContext, name: string): Corpus {
  const corpus = store.corpora.find(name);
  if (corpus) return corpus;
  const known = store.corpora.list().map(({ slug }) => slug);
  throw new HeldoutError(
    'invalid_sweep',
    `sweep spec: there is no corpus ${JSON.stringify(name)}: import it, or use one of ${known.join(', ')}`,
    { path: 'corpus' },
  );
}
