'use client';
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState } from '../../../components/ui/EmptyState';
import { useSweep } from '../SweepProvider';
import { defaultColumns } from './columns';
import { FilterChips } from './FilterChips';
import { ResultsTable } from './ResultsTable';
import { SelectionBar } from './SelectionBar';
import { TableNotes } from './TableNotes';
import { Toolbar } from './Toolbar';
import styles from './table.module.css';
import { useResultColumns } from './useResultColumns';
import { useResultsTable } from './useResultsTable';
import { useTableRows } from './useTableRows';
import { useTableState } from './useTableState';

/** Every run with every hyperparameter and metric: sorted, filtered, grouped and held against a baseline. */
export function TableView() {
  const words = useTranslations('table');
  const { detail } = useSweep();
  const state = useTableState();
  const { query, conditions } = state;
  const wanted = useMemo(
    () => [...(query.cols ?? usualMetrics), ...conditions.map(({ column }) => column)],
    [query.cols, conditions],
  );
  const { columns, byId, problem } = useResultColumns(query.at, wanted);
  const shownIds = useMemo(
    () => (query.cols ?? defaultColumns(columns)).filter((id) => byId.has(id)),
    [query.cols, columns, byId],
  );
  const shown = useMemo(() => {
    const left = query.left.filter((id) => shownIds.includes(id));
    const rest = shownIds.filter((id) => !left.includes(id));
    return [...left, ...rest].flatMap((id) => byId.get(id) ?? []);
  }, [shownIds, query.left, byId]);
  const tableRows = useTableRows(state, byId);
  const table = useResultsTable(state, columns, tableRows);
  const showColumns = useCallback(
    (ids: readonly string[] | null) => void state.set({ cols: ids === null ? null : [...ids] }),
    [state.set],
  );

  if (detail.runs.length === 0) return <EmptyState title={words('noRuns')} />;
  const view = { state, columns, byId, shown, tableRows, table, showColumns };
  return (
    <div className={styles['view']}>
      <h2 id="results-title" className="visually-hidden">
        {words('title')}
      </h2>
      <Toolbar {...view} />
      <FilterChips {...view} />
      <SelectionBar {...view} />
      <ResultsTable {...view} />
      <TableNotes {...view} problem={problem} />
    </div>
  );
}

/** Whose own bests are needed where nobody chose columns. */
const usualMetrics = ['train/loss', 'test/loss', 'test/accuracy', 'train/bleu', 'test/bleu'];
