import type { ResultColumn } from './column';
import type { Condition, Operator } from './conditions';

export const operatorSigns: Record<Operator, string> = {
  '=': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
};

/** A condition in the words of its column: "source END = on". An unknown column is named as the address names it. */
export function conditionText(condition: Condition, column: ResultColumn | undefined): string {
  const sign = operatorSigns[condition.operator];
  if (!column) return `${condition.column} ${sign} ${condition.value}`;
  return `${column.title} ${sign} ${valueText(condition.value, column)}`;
}

/** The value of a condition as the column's cells write it. */
export function valueText(value: string, column: ResultColumn): string {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return column.kind === 'level' ? column.write(value) : value;
  if (column.kind === 'metric' || column.kind === 'measure')
    return column.scale === 100 ? `${value} %` : value;
  return column.write(number / column.scale);
}
