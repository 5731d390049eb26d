import type { ParallelAxis, ParallelLine, ParallelRanges, ParallelValue } from '../../../charts/parallel';
import type { ResultColumn, Value } from '../table/column';
import { summaryOf, type TableRow } from '../table/tableRows';

/** Values so many times apart stand on a log axis. */
const logRatio = 30;

/** A column as an axis: the levels of a factor are equally far apart, everything else is where its number is. */
export interface Axis {
  column: ResultColumn;
  /** Of a category: what stands on it, in order, as stored and as written. */
  categories: { value: number | string; text: string }[] | undefined;
  log: boolean;
}

export function axisOf(column: ResultColumn, rows: readonly TableRow[]): Axis {
  const values = rows.flatMap((row) => summaryOf(row, column).value ?? []);
  if (isCategory(column)) {
    const distinct = [...new Set(values)].sort(byValue);
    return {
      column,
      log: false,
      categories: distinct.map((value) => ({ value, text: column.write(value) })),
    };
  }
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)).map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return {
    column,
    categories: undefined,
    log: column.metric === undefined && low > 0 && high / low >= logRatio,
  };
}

function isCategory({ group, kind, numeric }: ResultColumn): boolean {
  return group === 'factors' || group === 'hyperparameters' || !numeric || kind === 'seed';
}

function byValue(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

export function parallelAxis({ column, categories, log }: Axis): ParallelAxis {
  const shared = { key: column.id, label: column.title, format: (value: number) => column.write(value) };
  return categories
    ? { ...shared, kind: 'category', categories: categories.map(({ text }) => text) }
    : { ...shared, kind: 'number', log };
}

export function parallelLine(
  row: TableRow,
  axes: readonly Axis[],
  label: string,
  look: ParallelLine['look'],
): ParallelLine {
  return { id: row.key, label, look, values: axes.map((axis) => parallelValue(row, axis)) };
}

function parallelValue(row: TableRow, { column, categories }: Axis): ParallelValue {
  const { value } = summaryOf(row, column);
  if (value === undefined) return undefined;
  if (categories) return column.write(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Where a row stands on an axis, as ranges count: its number, or the index of its category. */
export function placeOf(row: TableRow, { column, categories }: Axis): number | undefined {
  const { value } = summaryOf(row, column);
  return value === undefined ? undefined : placeOfValue(value, categories);
}

function placeOfValue(value: NonNullable<Value>, categories: Axis['categories']): number | undefined {
  if (categories) {
    const at = categories.findIndex((category) => category.value === value);
    return at < 0 ? undefined : at;
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The rows that lie in every chosen range; without a value on a chosen axis, a row is out. */
export function rowsInRanges(
  rows: readonly TableRow[],
  axes: readonly Axis[],
  ranges: ParallelRanges,
): TableRow[] {
  const chosen = axes.flatMap((axis) => {
    const range = ranges[axis.column.id];
    return range ? [{ axis, range }] : [];
  });
  return rows.filter((row) =>
    chosen.every(({ axis, range: [low, high] }) => {
      const place = placeOf(row, axis);
      return place !== undefined && place >= low && place <= high;
    }),
  );
}

/** The range of an axis as an address names it: test/bleu:20:40 */
export function parseRanges(texts: readonly string[]): Record<string, [number, number]> {
  const ranges: Record<string, [number, number]> = {};
  for (const text of texts) {
    const match = /^(.+):([^:]+):([^:]+)$/.exec(text);
    const [low, high] = [Number(match?.[2]), Number(match?.[3])];
    if (match?.[1] !== undefined && Number.isFinite(low) && Number.isFinite(high))
      ranges[match[1]] = [low, high];
  }
  return ranges;
}

/** Five significant digits: an end that was dragged is no more exact, and a bound that is kept is never cut off. */
export function formatRanges(ranges: ParallelRanges): string[] {
  return Object.entries(ranges).map(
    ([key, [low, high]]) => `${key}:${Number(low.toPrecision(5))}:${Number(high.toPrecision(5))}`,
  );
}
