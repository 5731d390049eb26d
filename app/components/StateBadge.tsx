'use client';
import { useTranslations } from 'use-intl';
import type { RunState } from '@/lib/domain/run';
import styles from './components.module.css';

/** A state as icon and text: never by colour alone. */
export function StateBadge({ state }: { state: RunState }) {
  const words = useTranslations('states.run');
  return (
    <span className={styles['state']} data-state={state}>
      <StateIcon state={state} />
      {words(state)}
    </span>
  );
}

function StateIcon({ state }: { state: RunState }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden="true">
      {state === 'queued' ? (
        <circle cx="7" cy="7" r="5.5" strokeWidth="1.5" strokeDasharray="2.2 2.2" />
      ) : null}
      {state === 'stopped' ? (
        <path d="M2.5 7.5 5.5 10.5 8.5 6M11 2.5v9" strokeWidth="1.5" strokeLinecap="round" />
      ) : null}
      {state === 'running' ? (
        <>
          <circle cx="7" cy="7" r="5.5" strokeWidth="1.5" />
          <path d="M7 3.5 A3.5 3.5 0 0 1 7 10.5 Z" fill="currentColor" stroke="none" />
        </>
      ) : null}
      {state === 'finished' ? (
        <path d="M2.5 7.5 L5.8 10.5 L11.5 3.8" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
      ) : null}
      {state === 'failed' ? (
        <path d="M7 2 L12.5 12 H1.5 Z M7 6 V9 M7 10.4 V10.6" strokeWidth="1.5" strokeLinejoin="round" />
      ) : null}
      {state === 'cancelled' ? <path d="M3 7 H11 M7 1.5 A5.5 5.5 0 1 1 6.99 1.5" strokeWidth="1.5" /> : null}
    </svg>
  );
}
