import type { SweepAnswer } from '@/lib/domain/answer';
import {
  averagedMetrics,
  type MeasuredRun,
  type VariantMetrics,
  variantMetrics,
} from '@/lib/stats/variantMetrics';

/** The pivot table that is shown: what the address names where the sweep has it, else the first there is. */
export interface PivotChoice {
  rowFactor: string;
  columnFactor: string;
  measured: VariantMetrics;
  /** That can be chosen, the reported one first. */
  metrics: string[];
}

export function pivotChoice(
  answer: SweepAnswer,
  runs: readonly MeasuredRun[],
  wanted: { pivotRows: string | null; pivotColumns: string | null; pivotMetric: string | null },
): PivotChoice {
  const factors = Object.keys(answer.variants[0]?.levels ?? {});
  const rowFactor = factors.find((factor) => factor === wanted.pivotRows) ?? factors[0] ?? '';
  const others = factors.filter((factor) => factor !== rowFactor);
  const columnFactor = others.find((factor) => factor === wanted.pivotColumns) ?? others[0] ?? '';
  const metrics = averagedMetrics(answer, runs);
  const metric = metrics.find((each) => each === wanted.pivotMetric) ?? answer.metric.report;
  return { rowFactor, columnFactor, metrics, measured: variantMetrics(answer, runs, metric) };
}
