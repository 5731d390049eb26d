import type { Connection } from '../client/useSweepEvents';
import styles from './components.module.css';

const texts: Record<Connection, string> = {
  connecting: '◌ connecting …',
  live: '● live',
  reconnecting: '◌ reconnecting …',
  ended: '',
};

/** Whether what is on the screen is what the server knows. */
export function ConnectionState({ connection }: { connection: Connection }) {
  return (
    <span className={styles['connection']} data-connection={connection} role="status">
      {texts[connection]}
    </span>
  );
}
