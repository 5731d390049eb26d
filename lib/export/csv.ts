import { columnHeading, type ExportColumn, type ExportRow, type ExportValue } from './exportTable';

/**
 * A table as CSV (RFC 4180: commas, CRLF, a heading line). Numbers keep their full precision: reading a cell back
 * gives the same number, and NaN, Infinity and -Infinity are written as such. A missing value is an empty cell.
 *
 * Text that a spreadsheet would run as a formula gets an apostrophe in front (CWE-1236): sentences and names come
 * from imported files. The full-width forms count too, since some read them as the plain ones. Text that is a plain number
 * is harmless and stays.
 */
export function toCsv(columns: readonly ExportColumn[], rows: readonly ExportRow[]): string {
  const heading = columns.map((column) => csvCell(columnHeading(column)));
  const body = rows.map((row) => columns.map(({ key }) => csvCell(row[key] ?? null)));
  return [heading, ...body].map((cells) => `${csvLine(cells)}\r\n`).join('');
}

function csvLine(cells: readonly string[]): string {
  // Most readers skip an empty line, so a lone missing cell is quoted, as Python's csv writer does.
  return cells.length === 1 && cells[0] === '' ? '""' : cells.join(',');
}

function csvCell(value: ExportValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = neutralizeFormula(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An apostrophe in front of what a spreadsheet would run. */
export function neutralizeFormula(text: string): string {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return /^[=+\-@＝＋－＠\t\r\n]/.test(text) && !isNumber ? `'${text}` : text;
}
