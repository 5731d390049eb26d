import Link from 'next/link';
import type { RunDetail } from '@/lib/domain/api';
import { lookOf } from '../../charts/palette';
import type { Connection } from '../../client/useSweepEvents';
import { ConnectionState } from '../../components/ConnectionState';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { StateBadge } from '../../components/StateBadge';
import { Swatch } from '../../components/Swatch';
import { variantText } from '../../format/levels';
import { formatDuration, formatMetric } from '../../format/numbers';
import styles from './run.module.css';
import { TrainAgain } from './TrainAgain';

const headline = ['test/loss', 'test/accuracy', 'test/bleu', 'test/chrf'] as const;
const headlineTitles: Record<(typeof headline)[number], string> = {
  'test/loss': 'test loss',
  'test/accuracy': 'test accuracy',
  'test/bleu': 'test BLEU',
  'test/chrf': 'test chrF2',
};

export function RunHeader({
  detail,
  connection,
  onChanged,
}: {
  detail: RunDetail;
  connection: Connection;
  onChanged: (detail: RunDetail) => void;
}) {
  const { run, corpus } = detail;
  const { progress, result } = run;
  return (
    <>
      <p className="small">
        <Link href="/">Sweeps</Link> / <Link href={`/sweeps/${run.sweepId}`}>{detail.sweepName}</Link>
      </p>
      <PageHeader
        title={
          <>
            <Swatch look={lookOf(run.variantIndex)} /> {variantText(run.levels)} · seed {run.seed}
          </>
        }
      >
        <TrainAgain detail={detail} onChanged={onChanged} />
      </PageHeader>
      <div className={styles['facts']}>
        <span aria-live="polite">
          <StateBadge state={run.state} />
        </span>
        <ConnectionState connection={connection} />
        {progress ? (
          <span>
            <progress value={progress.step} max={Math.max(1, progress.totalSteps)} aria-label="Steps done" />{' '}
            step {progress.step} of {progress.totalSteps}, epoch {progress.epoch} of {progress.totalEpochs}
          </span>
        ) : null}
        <span>attempt {run.attempt}</span>
        <span>{run.workerName ? `worker ${run.workerName}` : 'no worker yet'}</span>
        {run.durationMs > 0 ? <span>trained {formatDuration(run.durationMs)}</span> : null}
        <span>
          <Link href={`/corpora/${corpus.slug}`}>{corpus.name}</Link> <GeneratedBadge corpus={corpus} />
        </span>
      </div>
      {run.error ? (
        <Notice kind="error">
          {run.error.message} <span className="soft">({run.error.code})</span>
        </Notice>
      ) : null}
      {run.stopReason ? (
        <Notice kind="warning">
          {run.state === 'running' ? 'Asked to stop early' : 'Stopped early'}: {run.stopReason}
        </Notice>
      ) : null}
      {result.bestEpoch === null ? null : (
        <p className={styles['headline']}>
          At epoch {Number(result.bestEpoch.toFixed(1))}, chosen on validation:{' '}
          {headline
            .filter((metric) => result.atBest[metric] !== undefined)
            .map((metric) => (
              <span key={metric}>
                {headlineTitles[metric]} <strong>{formatMetric(metric, result.atBest[metric])}</strong>
              </span>
            ))}
        </p>
      )}
    </>
  );
}
