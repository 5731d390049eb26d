'use client';
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { formatCondition, parseCondition } from './conditions';
import { tableMoments } from './moments';
import { formatSort, parseSort } from './sorting';

const list = parseAsArrayOf(parseAsString);

/** What a person chooses on the table; it is in the address, under names that no other view uses. */
const tableParsers = {
  rows: parseAsStringLiteral(['variant', 'run'] as const),
  at: parseAsStringLiteral(tableMoments).withDefault('best'),
  /** Columns that are shown, in their order; null for the usual ones. */
  cols: list,
  /** Columns that stay in sight. */
  left: list.withDefault([]),
  sort: list.withDefault([]),
  where: list.withDefault([]),
  /** Typed letter by letter: not each of them is a step back. */
  q: parseAsString.withDefault('').withOptions({ history: 'replace' }),
  /** Variants whose seeds are folded out. */
  open: list.withDefault([]),
  /** Rows that stay on top. */
  top: list.withDefault([]),
  pick: list.withDefault([]),
  delta: parseAsBoolean.withDefault(true),
  dense: parseAsBoolean.withDefault(true),
};

export function useTableState() {
  const [query, set] = useQueryStates(tableParsers, { history: 'push' });
  const sorting = useMemo(() => parseSort(query.sort), [query.sort]);
  const conditions = useMemo(() => query.where.flatMap((text) => parseCondition(text) ?? []), [query.where]);
  const setters = useMemo(
    () => ({
      set,
      setSorting: (columns: Parameters<typeof formatSort>[0]) =>
        void set({ sort: orNull(formatSort(columns)) }),
      setConditions: (next: readonly Parameters<typeof formatCondition>[0][]) =>
        void set({ where: orNull(next.map(formatCondition)) }),
      setList: (name: 'left' | 'open' | 'top' | 'pick', next: readonly string[]) =>
        void set({ [name]: orNull(next) }),
    }),
    [set],
  );
  return useMemo(() => ({ query, sorting, conditions, ...setters }), [query, sorting, conditions, setters]);
}

export type TableState = ReturnType<typeof useTableState>;

/** An empty list leaves the address. */
function orNull(values: readonly string[]): string[] | null {
  return values.length === 0 ? null : [...values];
}

/** The list with the value added, or without it. */
export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}
