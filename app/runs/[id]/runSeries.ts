import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { splits } from '@/lib/domain/metric';
import type { Smoothing } from '@/lib/series/smooth';
import { dashOf, lookOf } from '../../charts/palette';
import { type AxisChoice, pointsOf, type Series, smoothedLine } from '../../charts/series';
import { curvesOf, runCurvesOf } from '../../client/curvesRequest';
import type { Names } from '../../format/names';

/** Metrics of one panel: they share its unit. */
export type RunPanel = readonly [string, ...string[]];

/** Measured alike on the three splits. */
export const splitPanels: readonly RunPanel[] = ['loss', 'bleu', 'accuracy', 'chrf'].map(
  (quantity): RunPanel => {
    const [first, ...rest] = splits.map((split) => `${split}/${quantity}`);
    return [first ?? quantity, ...rest];
  },
);

/** How training itself goes. */
export const trainingPanels: readonly RunPanel[] = [
  ['train/runningLoss'],
  ['optimizer/learningRate'],
  ['optimizer/gradientNorm'],
];

/** What a run takes from its machine. */
export const resourcePanels: readonly RunPanel[] = [
  ['throughput/tokensPerSecond'],
  ['system/rssBytes'],
  ['system/cpuShare'],
  ['system/gpuShare'],
  ['system/gpuMemoryBytes'],
];

interface LineChoice {
  axes: AxisChoice;
  smoothing: Smoothing;
  names: Names;
}

/** The lines of one panel of a run: hue of its variant, dash for the split, the best step marked on losses. */
export function runSeries(
  run: Pick<RunRow, 'id' | 'variantIndex' | 'result'>,
  curves: CurvesResponse,
  panel: RunPanel,
  { axes, smoothing, names }: LineChoice,
): Series[] {
  const entry = runCurvesOf(curves, run.id);
  return panel.flatMap((metric) => {
    const curve = curvesOf(curves, run.id, metric);
    if (!entry || !curve || curve.total === 0) return [];
    const name = panel.length > 1 ? names.split(metric) : names.quantity(metric);
    const line: Series = {
      id: metric,
      label: name,
      group: name,
      look: { ...lookOf(run.variantIndex), marker: 'none' },
      dash: dashOf(metric),
      total: curve.total,
      shown: curve.shown,
      bestX:
        metric === 'validation/loss' || metric === 'test/loss'
          ? bestX(run, axes, entry.tokensPerStep)
          : undefined,
      ...pointsOf(curve, axes, entry),
    };
    return [smoothedLine(line, smoothing)];
  });
}

/** Where the best step lies on the axis; undefined where there is none, or the axis does not tell. */
export function bestX(
  { result }: Pick<RunRow, 'result'>,
  { x }: AxisChoice,
  tokensPerStep: number | null,
): number | undefined {
  const { bestStep, bestEpoch } = result;
  switch (x) {
    case 'step':
      return bestStep ?? undefined;
    case 'epoch':
      return bestEpoch ?? undefined;
    case 'tokens':
      return bestStep === null || tokensPerStep === null ? undefined : bestStep * tokensPerStep;
    case 'time':
      return undefined;
  }
}
