'use client';
import { memo, useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { HeaderCell, mostPinned } from './HeaderCell';
import { isPicked } from './picks';
import styles from './table.module.css';
import type { TableProps } from './tableProps';
import { toggled } from './useTableState';

interface TableHeadingProps extends TableProps {
  /** How many of the shown columns stay in sight. */
  pinned: number;
  picks: ReadonlySet<string>;
}

/** The row of headings, which stays while the rows scroll. */
export const TableHeading = memo(function TableHeading(props: TableHeadingProps) {
  const { state, shown, tableRows, table, showColumns, pinned, picks } = props;
  const { query, setList, sorting } = state;
  const { rows, isGrouped } = tableRows;
  const words = useTranslations('table');
  const allPicked = rows.length > 0 && rows.every((row) => isPicked(row, picks));
  const somePicked = picks.size > 0 && rows.some((row) => isPicked(row, picks));
  const indeterminate = useCallback(
    (box: HTMLInputElement | null) => {
      if (box) box.indeterminate = somePicked && !allPicked;
    },
    [somePicked, allPicked],
  );
  const ids = shown.map(({ id }) => id);
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles['pinSelect']}>
          <input
            type="checkbox"
            ref={indeterminate}
            checked={allPicked}
            aria-label={words('row.selectAll')}
            onChange={(event) =>
              setList('pick', event.currentTarget.checked ? rows.map(({ key }) => key) : [])
            }
          />
        </th>
        <th scope="col" className={styles['pinName']}>
          {words(isGrouped ? 'columns.row' : 'columns.rowOfRun')}
        </th>
        {shown.map((column, at) => (
          <HeaderCell
            key={column.id}
            column={column}
            header={table.getColumn(column.id)}
            isSortedBySeveral={sorting.length > 1}
            pin={at < pinned ? at : undefined}
            canPin={pinned < mostPinned}
            onPin={() => setList('left', toggled(query.left, column.id))}
            onHide={() => showColumns(ids.filter((id) => id !== column.id))}
            onMove={(by) => showColumns(moved(ids, at, at + by))}
            canMove={{ left: at > 0, right: at < shown.length - 1 }}
          />
        ))}
      </tr>
    </thead>
  );
});

function moved(ids: readonly string[], from: number, to: number): string[] {
  const next = [...ids];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}
