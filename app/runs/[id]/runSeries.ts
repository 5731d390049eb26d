import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { metricText } from '@/lib/domain/metric';
import { dashOf, lookOf } from '../../charts/palette';
import { type AxisChoice, pointsOf, type Series } from '../../charts/series';

export interface RunPanel {
  title: string;
  /** Lines of one panel share its unit. */
  metrics: readonly [string, ...string[]];
}

/** Measured alike on the three splits. */
export const splitPanels: readonly RunPanel[] = [
  { title: 'loss', metrics: ['train/loss', 'validation/loss', 'test/loss'] },
  { title: 'BLEU', metrics: ['train/bleu', 'validation/bleu', 'test/bleu'] },
  { title: 'token accuracy', metrics: ['train/accuracy', 'validation/accuracy', 'test/accuracy'] },
];

/** How training itself goes. */
export const trainingPanels: readonly RunPanel[] = [
  { title: 'running loss, dropout on', metrics: ['train/runningLoss'] },
  { title: 'learning rate', metrics: ['optimizer/learningRate'] },
  { title: 'gradient norm', metrics: ['optimizer/gradientNorm'] },
  { title: 'throughput', metrics: ['throughput/tokensPerSecond'] },
  { title: 'memory', metrics: ['system/rssBytes'] },
  { title: 'processor', metrics: ['system/cpuShare'] },
  { title: 'GPU', metrics: ['system/gpuShare'] },
  { title: 'GPU memory', metrics: ['system/gpuMemoryBytes'] },
];

export const runMetrics: readonly string[] = [...splitPanels, ...trainingPanels].flatMap(
  (panel) => panel.metrics,
);

/** The lines of one panel of a run: hue of its variant, dash for the split, the best step marked on losses. */
export function runSeries(
  run: Pick<RunRow, 'id' | 'variantIndex' | 'result'>,
  curves: CurvesResponse,
  panel: RunPanel,
  axes: AxisChoice,
): Series[] {
  const entry = curves.runs.find((candidate) => candidate.runId === run.id);
  const best = (axes.x === 'epoch' ? run.result.bestEpoch : run.result.bestStep) ?? undefined;
  return panel.metrics.flatMap((metric) => {
    const curve = entry?.curves.find((candidate) => candidate.metric === metric);
    if (!entry || !curve || curve.total === 0) return [];
    const split = metric.slice(0, metric.indexOf('/'));
    const name = panel.metrics.length > 1 ? split : metricText(metric).label;
    return [
      {
        id: metric,
        label: name,
        group: name,
        look: { ...lookOf(run.variantIndex), marker: 'none' as const },
        dash: dashOf(metric),
        total: curve.total,
        shown: curve.shown,
        bestX: metric === 'validation/loss' || metric === 'test/loss' ? best : undefined,
        ...pointsOf(curve, axes, entry.stepsPerEpoch),
      },
    ];
  });
}
