import { toCsv } from '@/lib/export/csv';
import type { ExportColumn, ExportRow } from '@/lib/export/exportTable';
import type { XAxis } from '../../../charts/series';
import type { DesignedRun } from '../runKey';
import type { VariantLine } from './runLines';

/** Every point of the view, a line each: what was measured, what smoothing and averaging made of it. */
export function curvesCsv(
  panels: readonly { metric: string; lines: readonly VariantLine[] }[],
  runs: readonly DesignedRun[],
  factors: readonly string[],
  axis: XAxis,
): string {
  const levelsOf = new Map(runs.map((run) => [run.variantIndex, run.levels]));
  const columns: ExportColumn[] = [
    'metric',
    'variant',
    ...factors,
    'seed',
    axis,
    'value',
    'smoothed',
    'low',
    'high',
  ].map((key) => ({ key, label: key }));
  const rows = panels.flatMap(({ metric, lines }) =>
    lines.flatMap((line) => {
      const bands = new Map(line.band?.map((each) => [each.x, each]));
      return line.points.map(({ x, y }, index): ExportRow => {
        const band = bands.get(x);
        return {
          ...levelsOf.get(line.variantIndex),
          metric,
          variant: line.variantIndex + 1,
          seed: line.seed ?? 'mean',
          [axis]: x,
          value: line.raw?.[index]?.y ?? y,
          smoothed: line.raw ? y : null,
          low: band?.low ?? null,
          high: band?.high ?? null,
        };
      });
    }),
  );
  return toCsv(columns, rows);
}
