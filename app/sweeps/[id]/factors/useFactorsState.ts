'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { tableMoments } from '../table/moments';
import { formatRanges, parseRanges } from './axes';

const list = parseAsArrayOf(parseAsString);
const logs = ['', 'x', 'y', 'xy'] as const;

/** What a person chooses on the factors' view; rows and at are shared with the table. */
const factorsParsers = {
  rows: parseAsStringLiteral(['variant', 'run'] as const),
  at: parseAsStringLiteral(tableMoments).withDefault('best'),
  /** Parallel axes in their order; null for the usual ones. */
  axes: list,
  /** Dragged: not each move is a step back. */
  range: list.withDefault([]).withOptions({ history: 'replace' }),
  /** The axis that colours the lines; empty for the looks of the curves. */
  tint: parseAsString.withDefault(''),
  sx: parseAsString,
  sy: parseAsString,
  slog: parseAsStringLiteral(logs).withDefault(''),
  hr: parseAsString,
  hc: parseAsString,
  hm: parseAsString,
  /** The line or point that was chosen. */
  on: parseAsString.withDefault(''),
};

export function useFactorsState() {
  const [query, set] = useQueryStates(factorsParsers, { history: 'push' });
  const ranges = useMemo(() => parseRanges(query.range), [query.range]);
  return useMemo(
    () => ({
      query,
      set,
      ranges,
      setRanges: (next: Parameters<typeof formatRanges>[0]) => {
        const texts = formatRanges(next);
        void set({ range: texts.length === 0 ? null : texts });
      },
      toggleLog: (axis: 'x' | 'y', isLog: boolean) => {
        const other = axis === 'x' ? 'y' : 'x';
        const has = { [axis]: isLog, [other]: query.slog.includes(other) };
        const next = logs.find((each) => each === `${has['x'] ? 'x' : ''}${has['y'] ? 'y' : ''}`);
        void set({ slog: next || null });
      },
    }),
    [query, set, ranges],
  );
}

export type FactorsState = ReturnType<typeof useFactorsState>;
