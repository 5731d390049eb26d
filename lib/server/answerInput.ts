import type { AnswerInput } from '@/lib/domain/answerInput';
import { factorNames } from '@/lib/domain/sweep';
import type { ServerContext } from './context';
import { requireSweep, runRows, stepsPerEpoch } from './rows';

/**
 * All that a sweep's answer is computed from, out of the database: whole curves, nothing reduced.
 *
 * @throws HeldoutError not_found
 */
export function answerInputOf(context: ServerContext, sweepId: string): AnswerInput {
  const { store } = context;
  const { spec } = requireSweep(context, sweepId);
  const { metric, report } = spec.objective;
  const metrics = [...new Set(['train/loss', 'test/loss', metric, report])];
  const records = store.runs.ofSweep(sweepId);
  const trainPairs = trainPairsByVariant(records);
  return {
    sweepId,
    spec,
    factors: factorNames(spec),
    variants: store.sweeps.variants(sweepId).map(({ index, levels, parameterCount }) => ({
      index,
      levels,
      parameterCount,
      trainPairs: trainPairs.get(index) ?? 0,
    })),
    runs: runRows(context, sweepId).map((run) => ({
      id: run.id,
      variantIndex: run.variantIndex,
      seed: run.seed,
      state: run.state,
      stepsPerEpoch: stepsPerEpoch(run.progress),
      durationMs: run.durationMs,
      result: run.result,
      tested: run.tested,
      comparison: run.comparison,
      curves: metrics.flatMap((name) => {
        const { steps, values } = store.points.curve(run.id, name, { times: false });
        return steps.length === 0 ? [] : [{ metric: name, steps: [...steps], values: [...values] }];
      }),
    })),
  };
}

/** How many pairs the runs of a variant train on, of the variants of which one has said it. */
export function trainPairsByVariant(
  runs: readonly { variantIndex: number; facts: { data: { trainPairs: number } } | null }[],
): Map<number, number> {
  return new Map(
    runs.flatMap(({ variantIndex, facts }) =>
      facts ? [[variantIndex, facts.data.trainPairs] as const] : [],
    ),
  );
}
