'use client';
import { useTranslations } from 'use-intl';
import { toCsv } from '@/lib/export/csv';
import type { ExportColumn, ExportRow, ExportValue } from '@/lib/export/exportTable';
import { fileName, saveText } from '../../../charts/saveFile';
import { useSweep } from '../SweepProvider';
import { isAveraged, type ResultColumn } from './column';
import { deltaOf } from './ranking';
import type { TableProps } from './tableProps';
import { summaryOf, type TableRow } from './tableRows';

/** Saves the table as it stands: its rows in their order, its columns, means with their spread, and differences. */
export function useShownCsv({ shown, state, table, tableRows }: TableProps): () => void {
  const words = useTranslations('table');
  const { sweep } = useSweep().detail;
  return () => {
    const { isGrouped, baseline } = tableRows;
    const from = state.query.delta ? baseline : undefined;
    const exported = shown.flatMap((column) => exportColumns(column, isGrouped, from));
    const columns: ExportColumn[] = [
      { key: 'variant', label: words('columns.row') },
      ...(isGrouped ? [{ key: 'runs', label: 'n' }] : [{ key: 'run', label: words('columns.rowOfRun') }]),
      ...exported.map(({ key, label }) => ({ key, label })),
    ];
    const body = table.getSortedRowModel().rows.map(
      ({ original: row }): ExportRow => ({
        variant: row.variantIndex + 1,
        runs: row.runs.length,
        run: row.runs[0]?.id ?? null,
        ...Object.fromEntries(exported.map(({ key, read }) => [key, read(row)])),
      }),
    );
    saveText(toCsv(columns, body), fileName(sweep.name, 'csv'), 'text/csv');
  };
}

interface ExportedColumn {
  key: string;
  label: string;
  read: (row: TableRow) => ExportValue;
}

/** Values are whole numbers as they were measured, not as they are rounded for reading; levels are written. */
function exportColumns(
  column: ResultColumn,
  isGrouped: boolean,
  baseline: TableRow | undefined,
): ExportedColumn[] {
  const value = (row: TableRow): ExportValue => {
    const { value: own } = summaryOf(row, column);
    if (own === undefined) return null;
    return column.kind === 'level' && typeof own === 'number' && !column.numeric ? column.write(own) : own;
  };
  const columns: ExportedColumn[] = [{ key: column.id, label: column.title, read: value }];
  if (isGrouped && isAveraged(column)) {
    columns.push({
      key: `${column.id} sd`,
      label: `${column.title} sd`,
      read: (row) => summaryOf(row, column).sd ?? null,
    });
  }
  if (baseline && column.writeDelta) {
    columns.push({
      key: `${column.id} delta`,
      label: `${column.title} Δ`,
      read: (row) => deltaOf(row, baseline, column)?.difference ?? null,
    });
  }
  return columns;
}
