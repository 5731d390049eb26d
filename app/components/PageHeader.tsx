import type { ReactNode } from 'react';
import styles from './components.module.css';

export function PageHeader({
  title,
  lead,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={styles['pageHeader']}>
      <div>
        <h1>{title}</h1>
        {lead ? <p className={styles['lead']}>{lead}</p> : null}
      </div>
      {children ? <div className={styles['actions']}>{children}</div> : null}
    </header>
  );
}
