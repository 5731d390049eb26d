'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './components.module.css';

/** A sentence that must not be missed: an error, a warning, or good to know. */
export function Notice({ kind, children }: { kind: 'error' | 'warning' | 'note'; children: ReactNode }) {
  const words = useTranslations('states.notice');
  return (
    <div className={styles['notice']} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      {kind === 'note' ? null : <strong>{words(kind)} </strong>}
      {children}
    </div>
  );
}
