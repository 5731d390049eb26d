import { displayWidth } from './displayWidth';
import { columnHeading, type ExportColumn, type ExportRow, type ExportValue } from './exportTable';

/**
 * A table for the terminal: columns two blanks apart, numbers to the right, the rest to the left. Numbers are
 * rounded to four digits, whole ones excepted; toCsv and toJson keep all. A missing value is "-".
 */
export function toTextTable(columns: readonly ExportColumn[], rows: readonly ExportRow[]): string {
  const laidOut = columns.map((column) => layOut(column, rows));
  const lineCount = rows.length + 2;
  const lines = Array.from({ length: lineCount }, (_, line) =>
    laidOut
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** @returns [2 + rows]: heading, rule and cells of one column, padded to one width */
function layOut(column: ExportColumn, rows: readonly ExportRow[]): string[] {
  const values = rows.map((row) => row[column.key] ?? null);
  const heading = printable(columnHeading(column));
  const cells = values.map(textCell);
  const width = Math.max(...[heading, ...cells].map(displayWidth));
  const toTheRight = values.some((value) => typeof value === 'number');
  return [heading, '-'.repeat(width), ...cells].map((text) => {
    const padding = ' '.repeat(width - displayWidth(text));
    return toTheRight ? padding + text : text + padding;
  });
}

function textCell(value: ExportValue): string {
  if (value === null) return '-';
  return typeof value === 'number' ? roundedNumber(value) : printable(String(value));
}

/** Line breaks would tear the table, and escape sequences in an imported sentence would reach the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

function roundedNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e4) return value.toFixed(0);
  return magnitude < 1e-4 ? value.toExponential(3) : value.toPrecision(4);
}
