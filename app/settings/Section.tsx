import { type ReactNode, useId } from 'react';
import styles from './settings.module.css';

export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>{title}</h2>
        {lead ? <p className="soft">{lead}</p> : null}
      </div>
      <div className={styles['body']}>{children}</div>
    </section>
  );
}
