'use client';
import { useMemo } from 'react';
import type { RunRow } from '@/lib/domain/api';
import type { Names } from '../../../format/names';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import type { ResultColumn } from './column';
import { rowsMatching, rowsMeeting } from './conditions';
import { runRowOf, type TableRow, variantTableRows } from './tableRows';
import type { TableState } from './useTableState';

export interface TableRows {
  /** Whether a row is a variant or a run. */
  isGrouped: boolean;
  /** That meet search and conditions, and those that are kept on top. */
  rows: readonly TableRow[];
  shownRuns: number;
  allRuns: number;
  /** The variant that the others are held against, whether it is shown or not. */
  baseline: TableRow | undefined;
}

/** The rows to be sorted and shown. */
export function useTableRows(state: TableState, byId: ReadonlyMap<string, ResultColumn>): TableRows {
  const { runs } = useSweep().detail;
  const { baseline: baselineIndex } = useSelection();
  const names = useNames();
  const { query, conditions } = state;
  const hasSeeds = useMemo(() => hasSeveralSeeds(runs), [runs]);
  const isGrouped = query.rows === null ? hasSeeds : query.rows === 'variant';
  const all = useMemo(() => (isGrouped ? variantTableRows(runs) : runs.map(runRowOf)), [isGrouped, runs]);
  const rows = useMemo(() => {
    const textOf = searchText(names);
    const found = rowsMeeting(rowsMatching(all, query.q, textOf), conditions, byId);
    const kept = new Set([...found.map(({ key }) => key), ...query.top]);
    return kept.size === all.length ? all : all.filter(({ key }) => kept.has(key));
  }, [all, query.q, query.top, conditions, byId, names]);
  const baseline = useMemo(() => {
    const of = runs.filter(({ variantIndex }) => variantIndex === baselineIndex);
    return of.length === 0 ? undefined : variantTableRows(of)[0];
  }, [runs, baselineIndex]);
  return {
    isGrouped,
    rows,
    shownRuns: rows.reduce((sum, row) => sum + row.runs.length, 0),
    allRuns: runs.length,
    baseline,
  };
}

function hasSeveralSeeds(runs: readonly RunRow[]): boolean {
  const [first] = runs;
  return runs.some(({ seed }) => seed !== first?.seed);
}

/** What the search looks through: v3, the levels, seeds, states and workers. */
function searchText(names: Names): (row: TableRow) => string {
  const variants = new Map<number, string>();
  return ({ variantIndex, runs }) => {
    const known = variants.get(variantIndex) ?? names.variant(runs[0]?.levels ?? {});
    variants.set(variantIndex, known);
    const own = runs.map(({ seed, state, workerName }) => `s${seed} ${state} ${workerName ?? ''}`).join(' ');
    return `v${variantIndex + 1} ${known} ${own}`;
  };
}
