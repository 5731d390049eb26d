'use client';
import { parseAsFloat, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const tableRows = ['variants', 'factors', 'pivot'] as const;

const parsers = {
  /** The difference to detect, in the reported metric's unit. */
  target: parseAsFloat,
  tableRows: parseAsStringLiteral(tableRows).withDefault('variants'),
  pivotRows: parseAsString,
  pivotColumns: parseAsString,
  /** Of the pivot table; null or one that was not measured: the reported one. */
  pivotMetric: parseAsString,
  heatRows: parseAsString,
  heatColumns: parseAsString,
};

/** What a person chooses on the answer's page. */
export function useAnswerState() {
  return useQueryStates(parsers, { history: 'push' });
}
