'use client';
import { useTranslations } from 'use-intl';
import { useSweep } from '../SweepProvider';
import { DesignFacts } from './DesignFacts';
import { EstimateTable } from './EstimateTable';
import { LostAttempts } from './LostAttempts';
import { SpecText } from './SpecText';
import { SweepLogTable } from './SweepLogTable';
import styles from './setup.module.css';

/** What was asked for, what came of the estimate, and what the runs have said. */
export function SetupView() {
  const words = useTranslations('sweep.setup');
  const { dropped, notes } = useSweep().detail;
  return (
    <div className={styles['setup']}>
      <div className={styles['two']}>
        <DesignFacts />
        <SpecText />
      </div>
      {notes.length > 0 ? (
        <section aria-labelledby="design-notes">
          <h2 id="design-notes">{words('notes')}</h2>
          <ul lang="en" translate="no">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {dropped.length > 0 ? (
        <details>
          <summary>{words('dropped', { count: dropped.length })}</summary>
          <ul lang="en" translate="no">
            {dropped.map((cell) => (
              <li key={JSON.stringify(cell.levels)}>{cell.reason}</li>
            ))}
          </ul>
        </details>
      ) : null}
      <EstimateTable />
      <LostAttempts />
      <SweepLogTable />
    </div>
  );
}
