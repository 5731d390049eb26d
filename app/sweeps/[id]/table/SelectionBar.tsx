'use client';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { withHidden } from '../hiddenRuns';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import styles from './table.module.css';
import type { TableProps } from './tableProps';

/** As many as the comparison reads at once. */
const mostCompared = 50;

/** What can be done with the rows that are selected. */
export function SelectionBar({ state }: TableProps) {
  const words = useTranslations('table.selection');
  const { runs } = useSweep().detail;
  const { hidden, setHidden } = useSelection();
  const picked = useMemo(() => pickedRuns(state.query.pick, runs), [state.query.pick, runs]);
  if (picked.length === 0) return null;
  const keys = picked.map(runKey);
  const tooMany = picked.length > mostCompared;
  return (
    <section className={styles['selection']} aria-label={words('label')}>
      <span role="status">{words('count', { count: picked.length })}</span>
      {picked.length >= 2 && !tooMany ? (
        <Link className="button primary" href={`/compare?runs=${picked.map(({ id }) => id).join(',')}`}>
          {words('compare')}
        </Link>
      ) : (
        <span className="soft">{tooMany ? words('tooMany', { most: mostCompared }) : words('onlyTwo')}</span>
      )}
      <button type="button" onClick={() => setHidden(withHidden(new Set(runs.map(runKey)), keys, false))}>
        {words('showOnly')}
      </button>
      <button type="button" onClick={() => setHidden(withHidden(hidden, keys, true))}>
        {words('hide')}
      </button>
      <button type="button" onClick={() => setHidden(withHidden(hidden, keys, false))}>
        {words('show')}
      </button>
      <button type="button" className="quiet" onClick={() => state.setList('pick', [])}>
        {words('clear')}
      </button>
    </section>
  );
}

/** The runs that the address selects: a run by variant.seed, or all of a variant by its index. */
export function pickedRuns(picks: readonly string[], runs: readonly RunRow[]): RunRow[] {
  const wanted = new Set(picks);
  return wanted.size === 0
    ? []
    : runs.filter((run) => wanted.has(runKey(run)) || wanted.has(String(run.variantIndex)));
}
