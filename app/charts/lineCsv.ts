import { toCsv } from '@/lib/export/csv';
import type { ExportColumn, ExportRow } from '@/lib/export/exportTable';
import type { Series, XAxis } from './series';

/** Every drawn point as a row: line, x, value; beside it what was measured, where lines are smoothed, and intervals. */
export function lineCsv(series: readonly Series[], xAxis: XAxis, metric: string): string {
  const hasRaw = series.some((line) => line.raw);
  const hasBand = series.some((line) => line.band);
  const columns: ExportColumn[] = [
    { key: 'line', label: 'line' },
    { key: 'x', label: xAxis === 'time' ? 'time_ms' : xAxis },
    { key: 'y', label: metric },
    ...(hasRaw ? [{ key: 'raw', label: `${metric} measured` }] : []),
    ...(hasBand
      ? [
          { key: 'low', label: `${metric} low` },
          { key: 'high', label: `${metric} high` },
        ]
      : []),
  ];
  const rows = series.flatMap((line): ExportRow[] => {
    // By x: a log axis leaves out points and keeps the intervals around them.
    const raw = new Map(line.raw?.map((point) => [point.x, point.y]));
    const band = new Map(line.band?.map((point) => [point.x, point]));
    return line.points.map(({ x, y }) => ({
      line: line.label,
      x,
      y,
      raw: raw.get(x) ?? null,
      low: band.get(x)?.low ?? null,
      high: band.get(x)?.high ?? null,
    }));
  });
  return toCsv(columns, rows);
}
