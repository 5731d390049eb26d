import type { ReactNode } from 'react';
import styles from './states.module.css';

/** Where there is nothing yet: what would be here, and the way to get it. */
export function EmptyState({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <section className={styles['empty']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
