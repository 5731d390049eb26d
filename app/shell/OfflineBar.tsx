'use client';
import { useTranslations } from 'use-intl';
import { Timestamp } from '../components/Timestamp';
import styles from './shell.module.css';
import { useServerState } from './useServerState';

/** Says while what is on the screen may be old; the live region is always there, so that it is heard when it fills. */
export function OfflineBar() {
  const words = useTranslations('shell.offline');
  const server = useServerState();
  return (
    <div className={styles['offline']} role="status">
      {server.state === 'reachable' ? null : (
        <>
          <strong>{words(server.state)}</strong>
          <span>{words.rich('since', { time: () => <Timestamp ms={server.sinceMs} only="time" /> })}</span>
        </>
      )}
    </div>
  );
}
