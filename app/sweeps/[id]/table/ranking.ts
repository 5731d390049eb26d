import { refusalText } from '@/lib/domain/comparison';
import type { ResultColumn } from './column';
import { summaryOf, type TableRow } from './tableRows';

/**
 * The best text of a column: every cell that reads the same as the best one is as good as it. undefined where the rows
 * must not be compared by it, or no end of it is best.
 */
export function bestText(column: ResultColumn, rows: readonly TableRow[]): string | undefined {
  if (column.goal === 'none' || column.problem?.(rows.flatMap(({ runs }) => runs))) return undefined;
  let best: number | undefined;
  for (const row of rows) {
    const { value } = summaryOf(row, column);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (best === undefined || isBetter(column.goal, value - best)) best = value;
  }
  return best === undefined ? undefined : column.write(best);
}

export function isBetter(goal: ResultColumn['goal'], difference: number): boolean {
  return goal === 'minimize' ? difference < 0 : difference > 0;
}

/** Why some columns have no best: a sentence a reason, as the server says it. */
export function rankingProblems(columns: readonly ResultColumn[], rows: readonly TableRow[]): string[] {
  const runs = rows.flatMap((row) => row.runs);
  const byReason = new Map<string, Set<string>>();
  for (const { metric, problem } of columns) {
    const reason = metric === undefined ? null : problem?.(runs);
    if (!reason || metric === undefined) continue;
    const metrics = byReason.get(reason) ?? new Set();
    byReason.set(reason, metrics.add(metric));
  }
  return [...byReason].map(([reason, metrics]) => refusalText([...metrics], reason));
}

export interface Delta {
  difference: number;
  text: string;
  /** undefined where no end is better, or the difference is too small to be written. */
  isBetter: boolean | undefined;
}

/** By how much a row differs from the baseline in a metric; undefined where either has no number. */
export function deltaOf(row: TableRow, baseline: TableRow, column: ResultColumn): Delta | undefined {
  if (!column.writeDelta) return undefined;
  const own = summaryOf(row, column).value;
  const from = summaryOf(baseline, column).value;
  if (typeof own !== 'number' || typeof from !== 'number') return undefined;
  const difference = own - from;
  if (!Number.isFinite(difference)) return undefined;
  const text = column.writeDelta(difference);
  const isWritten = text !== column.writeDelta(0);
  return {
    difference,
    text,
    isBetter: column.goal === 'none' || !isWritten ? undefined : isBetter(column.goal, difference),
  };
}
