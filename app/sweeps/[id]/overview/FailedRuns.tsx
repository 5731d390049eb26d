'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import styles from './overview.module.css';

const mostReasons = 5;

/** Failed runs with their reasons, a reason once. */
export function FailedRuns() {
  const words = useTranslations('sweep.failed');
  const names = useNames();
  const { sweep, runs } = useSweep().detail;
  const failed = runs.filter((run) => run.state === 'failed');
  if (failed.length === 0) return null;
  const byReason = new Map<string, typeof failed>();
  for (const run of failed) {
    const reason = run.error?.message ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), run]);
  }
  const reasons = [...byReason].sort((a, b) => b[1].length - a[1].length);
  return (
    <section aria-labelledby="failed-runs" className={styles['failed']}>
      <h2 id="failed-runs">{words('title', { count: failed.length })}</h2>
      <ul>
        {reasons.slice(0, mostReasons).map(([reason, [first, ...others]]) => (
          <li key={reason}>
            {first ? (
              <Link href={`/runs/${first.id}`}>
                {words('run', { variant: names.variant(first.levels), seed: String(first.seed) })}
              </Link>
            ) : null}
            {others.length > 0 ? ` ${words('andOthers', { count: others.length })}` : null}
            <span className={styles['reason']} lang="en" translate="no">
              {reason}
            </span>
          </li>
        ))}
      </ul>
      <Link className="small" href={`/sweeps/${sweep.id}/setup`}>
        {reasons.length > mostReasons
          ? words('moreReasons', { count: reasons.length - mostReasons })
          : words('toLog')}
      </Link>
    </section>
  );
}
