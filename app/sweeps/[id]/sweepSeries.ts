import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { dashOf, lookOf } from '../../charts/palette';
import { type AxisChoice, pointsOf, type Series } from '../../charts/series';
import { shortVariantText, variantText } from '../../format/levels';

/** What the sweep page draws. */
export const sweepMetrics = ['train/loss', 'test/loss', 'train/bleu', 'test/bleu'] as const;
export type SweepMetric = (typeof sweepMetrics)[number];

/** Short and stable name of a run within its sweep, used in addresses: variant.seed. */
export function runKey(run: Pick<RunRow, 'variantIndex' | 'seed'>): string {
  return `${run.variantIndex}.${run.seed}`;
}

/** One line a run for one metric, in the runs' order; runs in `hidden` (by runKey) are left out. */
export function sweepSeries(
  runs: readonly RunRow[],
  curves: CurvesResponse,
  metric: SweepMetric,
  axes: AxisChoice,
  hidden: ReadonlySet<string>,
): Series[] {
  const byRun = new Map(curves.runs.map((entry) => [entry.runId, entry]));
  return runs.flatMap((run) => {
    const entry = byRun.get(run.id);
    const curve = entry?.curves.find((candidate) => candidate.metric === metric);
    if (!entry || !curve || hidden.has(runKey(run))) return [];
    const variant = variantText(run.levels);
    return [
      {
        id: `${run.id} ${metric}`,
        label: `${variant} · seed ${run.seed}`,
        group: variant,
        look: lookOf(run.variantIndex),
        dash: 'solid' as const,
        total: curve.total,
        shown: curve.shown,
        ...pointsOf(curve, axes, entry.stepsPerEpoch),
      },
    ];
  });
}

/** With more than two factors a variant's full text is too long to repeat beside every curve. */
export function hasManyFactors(levels: RunRow['levels']): boolean {
  return Object.keys(levels).length > 2;
}

export interface VariantRuns {
  variantIndex: number;
  text: string;
  /** As short as the place allows: levels alone where there are many factors. */
  shortText: string;
  runs: RunRow[];
}

/** The runs of each variant, variants in the order of the design. */
export function variantsOf(runs: readonly RunRow[]): VariantRuns[] {
  const variants = new Map<number, VariantRuns>();
  for (const run of runs) {
    const known = variants.get(run.variantIndex);
    if (known) known.runs.push(run);
    else
      variants.set(run.variantIndex, {
        variantIndex: run.variantIndex,
        text: variantText(run.levels),
        shortText: hasManyFactors(run.levels) ? shortVariantText(run.levels) : variantText(run.levels),
        runs: [run],
      });
  }
  return [...variants.values()].sort((a, b) => a.variantIndex - b.variantIndex);
}

/** Train and test loss of one variant in one panel: the split is the group, and the best step is marked on the test line. */
export function overfittingSeries(
  variant: VariantRuns,
  curves: CurvesResponse,
  axes: AxisChoice,
  hidden: ReadonlySet<string>,
): Series[] {
  return (['train/loss', 'test/loss'] as const).flatMap((metric) =>
    sweepSeries(variant.runs, curves, metric, axes, hidden).map((line) => {
      const split = metric.slice(0, metric.indexOf('/'));
      const run = variant.runs.find((candidate) => line.id.startsWith(`${candidate.id} `));
      const { bestStep, bestEpoch } = run?.result ?? { bestStep: null, bestEpoch: null };
      const best = (axes.x === 'epoch' ? bestEpoch : bestStep) ?? undefined;
      return {
        ...line,
        label: `${split} · seed ${run?.seed ?? ''}`,
        group: split,
        dash: dashOf(metric),
        bestX: metric === 'test/loss' ? best : undefined,
      };
    }),
  );
}

/**
 * By how much test loss has risen from the best step to the newest, mean over the runs that have both and were not
 * stopped early, whose newest value is of fewer epochs; undefined for none.
 */
export function testLossRise(runs: readonly RunRow[]): number | undefined {
  const whole = runs.filter(({ state }) => state !== 'stopped');
  const rises = whole.flatMap(({ result }) => {
    const best = result.atBest['test/loss'];
    const last = result.last['test/loss'];
    return best === undefined || last === undefined ? [] : [last - best];
  });
  return rises.length === 0 ? undefined : rises.reduce((sum, rise) => sum + rise, 0) / rises.length;
}
