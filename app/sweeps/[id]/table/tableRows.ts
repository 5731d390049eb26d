import type { RunRow } from '@/lib/domain/api';
import { runKey } from '../runKey';
import { isAveraged, type ResultColumn, type Value } from './column';

/** A row of the table: a run, or a variant whose runs fold out. */
export interface TableRow {
  /** As addresses name it: variant.seed, or the variant alone. */
  key: string;
  variantIndex: number;
  runs: readonly RunRow[];
  isVariant: boolean;
  /** Of a variant. */
  children?: TableRow[];
}

export function runRowOf(run: RunRow): TableRow {
  return { key: runKey(run), variantIndex: run.variantIndex, runs: [run], isVariant: false };
}

/** One row a variant, in the order of the design, with its runs by seed. */
export function variantTableRows(runs: readonly RunRow[]): TableRow[] {
  const byVariant = new Map<number, RunRow[]>();
  for (const run of runs) {
    const known = byVariant.get(run.variantIndex);
    if (known) known.push(run);
    else byVariant.set(run.variantIndex, [run]);
  }
  return [...byVariant]
    .sort(([a], [b]) => a - b)
    .map(([variantIndex, of]) => {
      const sorted = of.toSorted((a, b) => a.seed - b.seed);
      return {
        key: String(variantIndex),
        variantIndex,
        runs: sorted,
        isVariant: true,
        children: sorted.map(runRowOf),
      };
    });
}

export interface Summary {
  /** The mean, or what all runs agree in; undefined where nothing is measured or they differ in a word. */
  value: Value;
  /** Sample standard deviation (n − 1); undefined below two values. */
  sd: number | undefined;
  /** Runs that have a value. */
  count: number;
}

/** What a row says in a column: a run's own value, or the mean over a variant's runs that have one. */
export function summaryOf(row: TableRow, column: ResultColumn): Summary {
  if (!row.isVariant) {
    const [run] = row.runs;
    const value = run && column.value(run);
    return { value, sd: undefined, count: value === undefined ? 0 : 1 };
  }
  // Sorting, filtering, ranking and drawing all ask, and rows and columns are never changed in place.
  const known = summaries.get(column) ?? new WeakMap<TableRow, Summary>();
  const summary = known.get(row) ?? summarize(row, column);
  summaries.set(column, known.set(row, summary));
  return summary;
}

const summaries = new WeakMap<ResultColumn, WeakMap<TableRow, Summary>>();

function summarize({ runs }: TableRow, column: ResultColumn): Summary {
  const values = runs.flatMap((run) => column.value(run) ?? []);
  const count = values.length;
  const [first] = values;
  if (count === 0) return { value: undefined, sd: undefined, count };
  if (values.every((value) => Object.is(value, first))) {
    return { value: first, sd: count > 1 && isAveraged(column) ? 0 : undefined, count };
  }
  if (column.kind === 'time') {
    return { value: Math.min(...values.map(Number)), sd: undefined, count };
  }
  const numbers = values.filter((value) => typeof value === 'number');
  if (!isAveraged(column) || numbers.length < count) return { value: undefined, sd: undefined, count };
  return { ...meanOf(numbers), count };
}

/** A value that is not finite (a run that diverged) is part of the mean: leaving it out would flatter the variant. */
function meanOf(values: readonly number[]): { value: number; sd: number | undefined } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2 || !Number.isFinite(mean)) return { value: mean, sd: undefined };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { value: mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** For sorting: what is not a number sorts last, as what is missing does. */
export function sortValue(row: TableRow, column: ResultColumn): Value {
  const { value } = summaryOf(row, column);
  return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
}
