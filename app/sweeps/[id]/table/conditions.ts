import type { ResultColumn, Value } from './column';
import { isAveraged } from './column';
import { summaryOf, type TableRow } from './tableRows';

export const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof operators)[number];

/** What a row must meet to be shown, on one column. */
export interface Condition {
  column: string;
  operator: Operator;
  /** As it is written: a share in %, a level as it is stored. */
  value: string;
}

const pattern = /^([^<>=!]+)(<=|>=|!=|=|<|>)(.*)$/;

/** dModel=256, test/bleu>20 */
export function parseCondition(text: string): Condition | undefined {
  const match = pattern.exec(text);
  const operator = operators.find((candidate) => candidate === match?.[2]);
  if (!match || !operator || match[3] === undefined || match[1] === undefined) return undefined;
  return { column: match[1], operator, value: match[3] };
}

export function formatCondition({ column, operator, value }: Condition): string {
  return `${column}${operator}${value}`;
}

/** Whether a value meets the condition; what is missing meets only "is not". */
export function meets(value: Value, { operator, value: wanted }: Condition, scale: number): boolean {
  if (value === undefined) return operator === '!=';
  const difference = compare(typeof value === 'number' ? value * scale : value, wanted);
  switch (operator) {
    case '=':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

/** NaN meets no order and equals nothing. */
function compare(value: number | string, wanted: string): number {
  if (typeof value === 'number') return value - Number(wanted);
  return value === wanted ? 0 : value < wanted ? -1 : 1;
}

/**
 * The rows that meet every condition. A variant is asked by what it shows: its mean, or the level that all its seeds
 * share. So no seed is left out of a mean because of its score. A condition on what seeds differ in (state, seed) keeps
 * the variants of which any run meets it.
 */
export function rowsMeeting(
  rows: readonly TableRow[],
  conditions: readonly Condition[],
  columns: ReadonlyMap<string, ResultColumn>,
): TableRow[] {
  const asked = conditions.flatMap((condition) => {
    const column = columns.get(condition.column);
    return column ? [{ condition, column }] : [];
  });
  return rows.filter((row) =>
    asked.every(({ condition, column }) =>
      row.isVariant && !isAveraged(column)
        ? row.runs.some((run) => meets(column.value(run), condition, column.scale))
        : meets(summaryOf(row, column).value, condition, column.scale),
    ),
  );
}

/** The rows in whose text every word of the search occurs. */
export function rowsMatching(
  rows: readonly TableRow[],
  search: string,
  textOf: (row: TableRow) => string,
): TableRow[] {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (terms.length === 0) return [...rows];
  return rows.filter((row) => {
    const text = textOf(row).toLowerCase();
    return terms.every((term) => text.includes(term));
  });
}
