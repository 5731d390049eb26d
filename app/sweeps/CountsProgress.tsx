'use client';
import { useTranslations } from 'use-intl';
import type { RunCounts } from '@/lib/domain/run';
import { useFormats } from '../format/useFormats';
import styles from './sweeps.module.css';

/** Named where there are any, in the order in which they matter. */
const named = ['running', 'queued', 'stopped', 'failed', 'cancelled'] as const;

/** How many of a sweep's runs have ended, and how the others stand. */
export function CountsProgress({ counts }: { counts: RunCounts }) {
  const words = useTranslations('sweeps');
  const formats = useFormats();
  const ended = counts.finished + counts.stopped + counts.failed + counts.cancelled;
  const total = counts.queued + counts.running + ended;
  const details = named.flatMap((state) =>
    counts[state] > 0 ? words(`counts.${state}`, { count: counts[state] }) : [],
  );
  return (
    <>
      <span className={styles['nowrap']}>
        <progress value={ended} max={Math.max(1, total)} aria-label={words('runsEnded')} />{' '}
        {words('ended', { ended, total })}
      </span>
      {details.length > 0 ? <div className="small soft">{formats.list(details)}</div> : null}
    </>
  );
}
