import type { RunRow } from '@/lib/domain/api';
import type { ResultColumn } from '../table/column';

export interface HeatCells {
  rows: string[];
  columns: string[];
  /** [rows][columns], means; NaN where no run has a value. */
  values: number[][];
  /** Fewest and most runs of a cell that has any. */
  counts: [number, number];
  domain: [number, number];
}

/** The mean of a metric over all runs that have two levels in common; undefined where nothing is measured. */
export function heatCells(
  runs: readonly RunRow[],
  rowFactor: ResultColumn,
  columnFactor: ResultColumn,
  metric: ResultColumn,
): HeatCells | undefined {
  const rowLevels = levelsOf(runs, rowFactor);
  const columnLevels = levelsOf(runs, columnFactor);
  const cells = rowLevels.map(() => columnLevels.map(() => [] as number[]));
  for (const run of runs) {
    const value = metric.value(run);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const at = rowLevels.indexOf(rowFactor.value(run) ?? '');
    const across = columnLevels.indexOf(columnFactor.value(run) ?? '');
    cells[at]?.[across]?.push(value);
  }
  const values = cells.map((row) => row.map(mean));
  const finite = values.flat().filter(Number.isFinite);
  const counts = cells.flat().flatMap(({ length }) => (length === 0 ? [] : [length]));
  if (finite.length === 0) return undefined;
  return {
    rows: rowLevels.map((level) => rowFactor.write(level)),
    columns: columnLevels.map((level) => columnFactor.write(level)),
    values,
    counts: [Math.min(...counts), Math.max(...counts)],
    domain: [Math.min(...finite), Math.max(...finite)],
  };
}

function levelsOf(runs: readonly RunRow[], factor: ResultColumn): (number | string)[] {
  const levels = [...new Set(runs.flatMap((run) => factor.value(run) ?? []))];
  return levels.sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b)),
  );
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
