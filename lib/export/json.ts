import type { ExportColumn, ExportRow, ExportValue } from './exportTable';

/**
 * A table as JSON: {columns: [{key, label, unit?}], rows: [{key: value}]}, every row with every key. A missing value
 * is null; NaN, Infinity and -Infinity, which JSON has no numbers for, are the strings of these names, so that a run
 * that diverged differs from one that has no value.
 */
export function toJson(columns: readonly ExportColumn[], rows: readonly ExportRow[]): string {
  const selected = rows.map((row) =>
    Object.fromEntries(columns.map(({ key }) => [key, jsonValue(row[key] ?? null)])),
  );
  return `${JSON.stringify({ columns, rows: selected }, null, 2)}\n`;
}

function jsonValue(value: ExportValue): ExportValue {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
