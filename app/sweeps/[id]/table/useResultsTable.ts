'use client';
import {
  type ColumnDef,
  functionalUpdate,
  getCoreRowModel,
  getExpandedRowModel,
  getSortedRowModel,
  type Table,
  useReactTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ResultColumn } from './column';
import { sortValue, type TableRow } from './tableRows';
import type { TableRows } from './useTableRows';
import type { TableState } from './useTableState';

/** Sorts the rows and folds variants out, as the address says. */
export function useResultsTable(
  state: TableState,
  columns: readonly ResultColumn[],
  { rows, isGrouped }: TableRows,
): Table<TableRow> {
  const { sorting, query } = state;
  const expanded = useMemo(
    () => (isGrouped ? Object.fromEntries(query.open.map((key) => [key, true])) : {}),
    [isGrouped, query.open],
  );
  return useReactTable({
    data: useMemo(() => [...rows], [rows]),
    columns: useMemo(() => columns.map(definitionOf), [columns]),
    state: { sorting, expanded },
    onSortingChange: (update) => state.setSorting(functionalUpdate(update, sorting)),
    getRowId: ({ key }) => key,
    getSubRows: ({ children }) => children,
    isMultiSortEvent: (event) => event instanceof Object && 'shiftKey' in event && event.shiftKey === true,
    maxMultiSortColCount: 5,
    autoResetExpanded: false,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getExpandedRowModel: getExpandedRowModel(),
  });
}

function definitionOf(column: ResultColumn): ColumnDef<TableRow> {
  return {
    id: column.id,
    accessorFn: (row) => sortValue(row, column),
    sortUndefined: 'last',
    sortingFn: 'basic',
    // The first click puts the best on top.
    sortDescFirst: column.goal === 'maximize',
  };
}
