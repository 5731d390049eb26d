'use client';
import { useTranslations } from 'use-intl';
import styles from './states.module.css';

/** The place of lines that are still being fetched. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const words = useTranslations('common');
  return (
    <div className={styles['skeleton']} role="status">
      <span className="visually-hidden">{words('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content have no other identity
        <span key={line} className={styles['line']} aria-hidden="true" />
      ))}
    </div>
  );
}
