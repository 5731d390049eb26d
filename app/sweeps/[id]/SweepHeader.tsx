'use client';
import Link from 'next/link';
import type { SweepDetail } from '@/lib/domain/api';
import type { Connection } from '../../client/useSweepEvents';
import { ConnectionState } from '../../components/ConnectionState';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { StateBadge } from '../../components/StateBadge';
import { Timestamp } from '../../components/Timestamp';
import { plural } from '../../format/numbers';
import { CountsProgress } from '../CountsProgress';
import { SweepActions } from './SweepActions';
import styles from './sweep.module.css';

export function SweepHeader({
  detail,
  connection,
  onChanged,
}: {
  detail: SweepDetail;
  connection: Connection;
  onChanged: (detail: SweepDetail) => void;
}) {
  const { sweep, corpus, spec, dropped, notes } = detail;
  const exportUrl = `/api/v1/sweeps/${sweep.id}/export`;
  return (
    <>
      <PageHeader title={sweep.name} lead={sweep.question}>
        <a className="button" href={`${exportUrl}?format=csv`} download>
          Export CSV
        </a>
        <a className="button" href={`${exportUrl}?format=json`} download>
          Export JSON
        </a>
        <SweepActions detail={detail} onChanged={onChanged} />
      </PageHeader>
      <div className={styles['facts']}>
        <span aria-live="polite">
          <StateBadge state={sweep.state} />
          {sweep.paused ? <strong> paused</strong> : null}
        </span>
        <ConnectionState connection={connection} />
        <div>
          <CountsProgress counts={sweep.counts} />
        </div>
        <span>
          {plural(sweep.variantCount, 'variant')} × {plural(spec.seeds.length, 'seed')}
          {dropped.length > 0 ? ` (${dropped.length} left out)` : null}
        </span>
        <span>
          <Link href={`/corpora/${corpus.slug}`}>{corpus.name}</Link> <GeneratedBadge corpus={corpus} />
        </span>
        <span className="soft">
          <Timestamp ms={sweep.createdAtMs} />
        </span>
      </div>
      {dropped.length > 0 ? (
        <details className="small">
          <summary>{plural(dropped.length, 'combination')} left out</summary>
          <ul>
            {dropped.map((cell) => (
              <li key={JSON.stringify(cell.levels)}>{cell.reason}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {notes.length > 0 ? (
        <details className="small">
          <summary>What this design can tell</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {detail.runs
        .filter((run) => run.error)
        .slice(0, 3)
        .map((run) => (
          <Notice key={run.id} kind="error">
            <Link href={`/runs/${run.id}`}>A run failed</Link>: {run.error?.message}
          </Notice>
        ))}
    </>
  );
}
