'use client';
import type { Column } from '@tanstack/react-table';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../../components/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../../components/ui/Menu';
import type { ResultColumn } from './column';
import styles from './table.module.css';
import type { TableRow } from './tableRows';

const sortMarks = { asc: '▲', desc: '▼' } as const;
/** So many columns can stay in sight; more would leave no room for the others. */
export const mostPinned = 6;

interface HeaderCellProps {
  column: ResultColumn;
  header: Column<TableRow> | undefined;
  isSortedBySeveral: boolean;
  /** Its place among the columns that stay. */
  pin: number | undefined;
  /** Whether one more can stay. */
  canPin: boolean;
  canMove: { left: boolean; right: boolean };
  onPin: () => void;
  onHide: () => void;
  onMove: (by: -1 | 1) => void;
}

/** A column's heading: a click sorts, the menu does the rest. */
export function HeaderCell(props: HeaderCellProps) {
  const { column, header, isSortedBySeveral, pin, canPin, canMove, onPin, onHide, onMove } = props;
  const words = useTranslations('table.columns');
  const direction = header?.getIsSorted();
  const pinClass = pin === undefined ? '' : (styles[`pin${pin}`] ?? '');
  return (
    <th
      scope="col"
      className={`${pinClass} ${column.numeric ? 'number' : ''}`}
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <span className={styles['heading']}>
        <button type="button" className={styles['sort']} onClick={header?.getToggleSortingHandler()}>
          <span>
            {column.title}
            {column.isOptimistic ? <span className={styles['flag']}> {words('optimistic')}</span> : null}
          </span>
          {direction ? (
            <span aria-hidden="true" className={styles['sortMark']}>
              {sortMarks[direction]}
              {isSortedBySeveral ? (header?.getSortIndex() ?? 0) + 1 : ''}
            </span>
          ) : null}
        </button>
        <Menu
          trigger={
            <IconButton
              icon="more"
              label={words('menu', { column: column.title })}
              className={styles['tool'] ?? ''}
            />
          }
        >
          <MenuItem onSelect={() => header?.toggleSorting(false, false)}>{words('sortAscending')}</MenuItem>
          <MenuItem onSelect={() => header?.toggleSorting(true, false)}>{words('sortDescending')}</MenuItem>
          <MenuItem disabled={!direction} onSelect={() => header?.clearSorting()}>
            {words('unsort')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem disabled={pin === undefined && !canPin} onSelect={onPin}>
            {words(pin === undefined ? 'pin' : 'unpin')}
          </MenuItem>
          <MenuItem disabled={!canMove.left} onSelect={() => onMove(-1)}>
            {words('moveLeft')}
          </MenuItem>
          <MenuItem disabled={!canMove.right} onSelect={() => onMove(1)}>
            {words('moveRight')}
          </MenuItem>
          <MenuItem onSelect={onHide}>{words('hide')}</MenuItem>
        </Menu>
      </span>
    </th>
  );
}
