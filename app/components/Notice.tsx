import type { ReactNode } from 'react';
import styles from './components.module.css';

/** A sentence that must not be missed: an error, a warning, or good to know. */
export function Notice({ kind, children }: { kind: 'error' | 'warning' | 'note'; children: ReactNode }) {
  return (
    <div className={styles['notice']} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      {kind === 'note' ? null : <strong>{kind === 'error' ? 'Error: ' : 'Note: '}</strong>}
      {children}
    </div>
  );
}
