'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import { ScrollX } from '../components/ScrollX';
import { SweepRowView } from './SweepRowView';
import styles from './sweeps.module.css';

/** Rows that are drawn at first: what fits on several screens, and is quick to draw again while one types a search. */
const rowsAtOnce = 100;

interface SweepTableProps {
  sweeps: readonly SweepRow[];
  selected: ReadonlySet<string>;
  onSelect: (id: string, selected: boolean) => void;
  onSelectAll: (ids: readonly string[], selected: boolean) => void;
  onTag: (tag: string) => void;
  onEdit: (id: string) => void;
  onArchive: (id: string) => void;
}

export function SweepTable({ sweeps, selected, onSelect, onSelectAll, ...actions }: SweepTableProps) {
  const words = useTranslations('sweeps');
  const [rows, setRows] = useState(rowsAtOnce);
  const shown = sweeps.slice(0, rows);
  const isAllSelected = shown.every(({ id }) => selected.has(id));
  const columns = ['sweep', 'progress', 'best', 'curve', 'factors', 'created'] as const;
  return (
    <>
      <ScrollX label={words('table')}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <td className={styles['select']}>
                <label className={styles['checkTarget']}>
                  <input
                    type="checkbox"
                    checked={isAllSelected}
                    aria-label={words('selectAll')}
                    onChange={(event) =>
                      onSelectAll(
                        shown.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </label>
              </td>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {words(`columns.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{words('columns.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((sweep) => (
              <SweepRowView
                key={sweep.id}
                sweep={sweep}
                selected={selected.has(sweep.id)}
                onSelect={onSelect}
                {...actions}
              />
            ))}
          </tbody>
        </table>
      </ScrollX>
      {sweeps.length > rows ? (
        <button type="button" className={styles['more']} onClick={() => setRows(rows + rowsAtOnce)}>
          {words('showMore', { count: Math.min(rowsAtOnce, sweeps.length - rows) })}
        </button>
      ) : null}
    </>
  );
}
