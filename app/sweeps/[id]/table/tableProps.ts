import type { Table } from '@tanstack/react-table';
import type { ResultColumn } from './column';
import type { TableRow } from './tableRows';
import type { TableRows } from './useTableRows';
import type { TableState } from './useTableState';

/** What the parts of the table's view share. */
export interface TableProps {
  state: TableState;
  /** All there are. */
  columns: readonly ResultColumn[];
  byId: ReadonlyMap<string, ResultColumn>;
  /** Those that are shown, the ones kept in sight first. */
  shown: readonly ResultColumn[];
  tableRows: TableRows;
  /** The same rows, sorted and folded out. */
  table: Table<TableRow>;
  /** null: the usual ones. */
  showColumns: (ids: readonly string[] | null) => void;
}
