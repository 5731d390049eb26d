import type { ResultColumn } from '../table/column';
import type { TableRow } from '../table/tableRows';
import type { FactorsState } from './useFactorsState';

/** What the sections of the factors' view share. */
export interface FactorsProps {
  state: FactorsState;
  columns: readonly ResultColumn[];
  byId: ReadonlyMap<string, ResultColumn>;
  /** Of the runs that are not hidden. */
  rows: readonly TableRow[];
  isGrouped: boolean;
  nameOf: (row: TableRow) => string;
}
