'use client';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { type SweepDetail, sweepDetailSchema } from '@/lib/domain/api';
import { messageOf, postJson } from '../../client/api';
import type { Connection } from '../../client/useSweepEvents';
import { ConnectionState } from '../../components/ConnectionState';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { StateBadge } from '../../components/StateBadge';
import { Timestamp } from '../../components/Timestamp';
import { plural } from '../../format/numbers';
import { CountsProgress } from '../CountsProgress';
import styles from './sweep.module.css';

export function SweepHeader({
  detail,
  connection,
  onCancelled,
}: {
  detail: SweepDetail;
  connection: Connection;
  onCancelled: (detail: SweepDetail) => void;
}) {
  const { sweep, corpus, spec, dropped } = detail;
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
        {connection === 'ended' ? null : <CancelButton detail={detail} onCancelled={onCancelled} />}
      </PageHeader>
      <div className={styles['facts']}>
        <span aria-live="polite">
          <StateBadge state={sweep.state} />
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

function CancelButton({
  detail,
  onCancelled,
}: {
  detail: SweepDetail;
  onCancelled: (detail: SweepDetail) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  const { id, counts } = detail.sweep;
  const cancel = async () => {
    dialog.current?.close();
    try {
      onCancelled(await postJson(`/api/v1/sweeps/${id}/cancel`, {}, sweepDetailSchema));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <>
      <button type="button" className="danger" onClick={() => dialog.current?.showModal()}>
        Cancel sweep
      </button>
      <dialog ref={dialog} className={styles['dialog']} aria-labelledby="cancel-title">
        <h2 id="cancel-title">Cancel this sweep?</h2>
        <p>
          {plural(counts.running, 'running run')} and {plural(counts.queued, 'queued run')} will end for good.
          What has been measured stays.
        </p>
        <div className={styles['dialogButtons']}>
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it going
          </button>
          <button type="button" className="danger" onClick={() => void cancel()}>
            Cancel {plural(counts.running + counts.queued, 'run')}
          </button>
        </div>
      </dialog>
      {problem ? <Notice kind="error">The sweep was not cancelled. {problem}</Notice> : null}
    </>
  );
}
