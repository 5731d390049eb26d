'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import styles from './sweeps.module.css';

interface SelectionBarProps {
  selected: readonly SweepRow[];
  onArchive: (sweeps: readonly SweepRow[], archived: boolean) => void;
  onClear: () => void;
}

/** What can be done with several sweeps at once. */
export function SelectionBar({ selected, onArchive, onClear }: SelectionBarProps) {
  const words = useTranslations('sweeps.selection');
  const best = selected.flatMap((sweep) => sweep.best?.runId ?? []);
  const listed = selected.filter(({ archived }) => !archived);
  const archived = selected.filter((sweep) => sweep.archived);
  return (
    <section className={styles['selection']} aria-label={words('label')}>
      <span role="status">{words('count', { count: selected.length })}</span>
      {best.length >= 2 ? (
        <Link href={`/compare?runs=${best.join(',')}`} className="button">
          {words('compare')}
        </Link>
      ) : selected.length >= 2 ? (
        <span className="small soft">{words('compareNeeds')}</span>
      ) : null}
      {listed.length > 0 ? (
        <button type="button" onClick={() => onArchive(listed, true)}>
          {words('archive')}
        </button>
      ) : null}
      {archived.length > 0 ? (
        <button type="button" onClick={() => onArchive(archived, false)}>
          {words('unarchive')}
        </button>
      ) : null}
      <button type="button" className="quiet" onClick={onClear}>
        {words('clear')}
      </button>
    </section>
  );
}
