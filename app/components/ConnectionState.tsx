'use client';
import { useTranslations } from 'use-intl';
import type { Connection } from '../client/useSweepEvents';
import styles from './components.module.css';

const marks = { connecting: '◌', live: '●', reconnecting: '◌' } as const;

/** Whether what is on the screen is what the server knows. */
export function ConnectionState({ connection }: { connection: Connection }) {
  const words = useTranslations('states.connection');
  return (
    <span className={styles['connection']} data-connection={connection} role="status">
      {connection === 'ended' ? null : (
        <>
          <span aria-hidden="true">{marks[connection]}</span> {words(connection)}
        </>
      )}
    </span>
  );
}
