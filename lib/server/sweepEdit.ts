import type { SweepRecord, VariantRecord } from '@/db/sweeps';
import type { SweepDetail } from '@/lib/domain/api';
import type { RunConfig } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { isFinal } from '@/lib/domain/run';
import type { SweepSpec } from '@/lib/domain/sweep';
import { variantLabel } from '@/sweeps/expand';
import { requireSweep } from './rows';
import { newId } from './secrets';
import { server } from './server';
import { getSweep, type PlannedVariant, planSweep } from './sweeps';

/**
 * Changes a sweep in place: more seeds, more levels or factors, more epochs, another name, stopping rule, retries or
 * budget. Only what is missing is queued; what was trained stays. With more epochs, every run is trained again from the
 * beginning (checkpoints of runs that have ended are gone), and its curve begins as it did.
 *
 * Nothing can be taken away, and what decides the numbers of the runs that there are (corpus, split, objective) stays:
 * for anything else, a copy of the sweep.
 *
 * @param input the whole new spec, as for createSweep
 * @throws HeldoutError as createSweep; invalid_sweep where the edit would take something away; conflict where the sweep
 *   was edited meanwhile, or runs that would be trained again are still running
 */
export async function editSweep(id: string, input: unknown): Promise<SweepDetail> {
  const context = server();
  const { store } = context;
  const before = requireSweep(context, id);
  const { spec, expansion, variants, estimate } = await planSweep(context, input);
  checkKept(before.spec, spec);
  const matched = matchVariants(before, store.sweeps.variants(id), variants);
  store.write('Editing a sweep', () => {
    if (requireSweep(context, id).variantCount !== before.variantCount) {
      throw new HeldoutError('conflict', 'Editing a sweep: it was edited meanwhile; load it again.');
    }
    store.sweeps.edit(
      id,
      {
        spec,
        dropped: expansion.dropped,
        variantCount: before.variantCount + matched.added.length,
        // In the order of the variants as they are stored.
        estimate: {
          ...estimate,
          variantMs: matched.planned.flatMap((index) => estimate.variantMs[index] ?? []),
        },
      },
      matched.added,
    );
    for (const variant of matched.kept) store.sweeps.reconfigure(variant);
    const runs = store.runs.ofSweep(id);
    const retrained = runs.filter((run) => matched.retrained.has(run.variantIndex));
    if (retrained.some((run) => !isFinal(run.state) && run.state !== 'queued')) {
      throw new HeldoutError(
        'conflict',
        'Editing a sweep: with more epochs every run is trained again, and some are running; pause the sweep, or wait for its end.',
        { path: 'base.epochs' },
      );
    }
    store.runs.requeue(retrained.map((run) => run.id));
    const known = new Set(runs.map((run) => `${run.variantIndex} ${run.seed}`));
    const indexes = [...matched.kept, ...matched.added].map(({ index }) => index);
    store.runs.insert(
      expansion.seeds.flatMap((seed) =>
        indexes
          .filter((index) => !known.has(`${index} ${seed}`))
          .map((index) => ({ id: newId(), sweepId: id, variantIndex: index, seed })),
      ),
    );
  });
  context.events.emit('sweep', id);
  context.events.emit('queued');
  return getSweep(id);
}

function checkKept(before: SweepSpec, after: SweepSpec): void {
  for (const key of ['corpus', 'split', 'objective'] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      throw new HeldoutError(
        'invalid_sweep',
        `Editing a sweep: ${key} stays as it is, because the runs that there are depend on it; launch a copy of the sweep with another ${key}.`,
        { path: key },
      );
    }
  }
  const gone = before.seeds.filter((seed) => !after.seeds.includes(seed));
  if (gone.length > 0) {
    throw new HeldoutError(
      'invalid_sweep',
      `Editing a sweep: seed ${gone.join(', ')} would be taken away, and its runs are there; keep it, or launch a copy.`,
      { path: 'seeds' },
    );
  }
}

interface Matched {
  /** Variants that were there, with their levels as the new spec writes them. */
  kept: VariantRecord[];
  added: VariantRecord[];
  /** For each stored variant its place in the plan. */
  planned: number[];
  /** Indexes of kept variants that have more epochs now. */
  retrained: Set<number>;
}

function matchVariants(
  sweep: SweepRecord,
  before: readonly VariantRecord[],
  after: readonly PlannedVariant[],
): Matched {
  const left = new Map(after.map((variant) => [JSON.stringify(variant.config), variant]));
  const take = (known: VariantRecord): PlannedVariant | undefined => {
    const same = left.get(JSON.stringify(known.config));
    const match = same ?? [...left.values()].find((variant) => isLonger(variant.config, known.config));
    if (match) left.delete(JSON.stringify(match.config));
    return match;
  };
  const retrained = new Set<number>();
  const planned: number[] = [];
  const kept = before.map((known) => {
    const match = take(known);
    if (!match) {
      throw new HeldoutError(
        'invalid_sweep',
        `Editing a sweep: the variant ${variantLabel(known.levels)} would be taken away or changed, and its runs are there; keep its levels, or launch a copy of the sweep.`,
        { path: 'factors' },
      );
    }
    if (match.config.epochs > known.config.epochs) retrained.add(known.index);
    planned.push(match.index);
    return { ...match, sweepId: sweep.id, index: known.index };
  });
  planned.push(...[...left.values()].map(({ index }) => index));
  const added = [...left.values()].map((variant, place) => ({
    ...variant,
    sweepId: sweep.id,
    index: sweep.variantCount + place,
  }));
  return { kept, added, planned, retrained };
}

/** The same configuration with more epochs. */
function isLonger(config: RunConfig, known: RunConfig): boolean {
  if (config.epochs <= known.epochs) return false;
  return JSON.stringify({ ...config, epochs: known.epochs }) === JSON.stringify(known);
}
