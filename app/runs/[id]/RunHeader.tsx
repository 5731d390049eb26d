'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { NamedRun } from '@/lib/server/runs';
import { lookOf } from '../../charts/palette';
import { ConnectionState } from '../../components/ConnectionState';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { ServerSentence } from '../../components/ServerSentence';
import { StateBadge } from '../../components/StateBadge';
import { Swatch } from '../../components/Swatch';
import { useFormats, useNames } from '../../format/useFormats';
import { RunActions } from './RunActions';
import { RunNotices } from './RunNotices';
import { useRun } from './RunProvider';
import styles from './run.module.css';
import { timeLeftOf } from './timeLeft';

/** Whose run it is, how far it has come, and the way to its neighbours. */
export function RunHeader() {
  const words = useTranslations('run');
  const names = useNames();
  const { detail, place, problem } = useRun();
  const { run } = detail;
  return (
    <>
      <nav className={styles['path']} aria-label={words('path')}>
        <Link href={`/sweeps/${run.sweepId}`} translate="no">
          {detail.sweepName}
        </Link>
        <span className="soft">
          {words('header.place', { position: place.position, count: place.count })}
        </span>
        <Neighbour run={place.previous} sign="‹" kind="previous" />
        <Neighbour run={place.next} sign="›" kind="next" />
      </nav>
      <PageHeader
        title={
          <>
            <Swatch look={lookOf(run.variantIndex)} />{' '}
            {words('name', { variant: names.variant(run.levels), seed: run.seed })}
          </>
        }
      >
        <RunActions />
      </PageHeader>
      <RunProgress />
      <RunNotices />
      {problem ? (
        <Notice kind="warning">
          {words('old')} <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
    </>
  );
}

function Neighbour({ run, sign, kind }: { run: NamedRun | null; sign: string; kind: 'previous' | 'next' }) {
  const words = useTranslations('run');
  const names = useNames();
  if (!run) {
    return (
      <span className={styles['neighbour']} data-none>
        <span aria-hidden="true">{sign}</span>
        <span className="visually-hidden">
          {words(kind === 'next' ? 'header.noNext' : 'header.noPrevious')}
        </span>
      </span>
    );
  }
  const name = words('name', { variant: names.variant(run.levels), seed: run.seed });
  const text = words(`header.${kind}`, { name });
  return (
    <Link className={styles['neighbour']} href={`/runs/${run.id}`} title={text} aria-label={text}>
      <span aria-hidden="true">{sign}</span>
    </Link>
  );
}

function RunProgress() {
  const words = useTranslations('run.header');
  const formats = useFormats();
  const { detail, connection } = useRun();
  const { run, corpus } = detail;
  const { progress } = run;
  const leftMs = timeLeftOf(run);
  const worker = run.workerName ? words('worker', { name: run.workerName }) : words('noWorker');
  return (
    <div className={styles['facts']}>
      <span aria-live="polite">
        <StateBadge state={run.state} />
      </span>
      <ConnectionState connection={connection} />
      {progress ? (
        <span>
          {run.state === 'running' ? (
            <progress
              value={progress.step}
              max={Math.max(1, progress.totalSteps)}
              aria-label={words('progress')}
            />
          ) : null}{' '}
          {words('progressText', {
            step: words('step', {
              step: formats.count(progress.step),
              total: formats.count(progress.totalSteps),
            }),
            epoch: words('epoch', {
              epoch: formats.count(progress.epoch),
              total: formats.count(progress.totalEpochs),
            }),
          })}
        </span>
      ) : null}
      {leftMs === undefined ? null : <span>{words('timeLeft', { time: formats.roughly(leftMs) })}</span>}
      {run.durationMs > 0 ? (
        <span className="soft">{words('trained', { time: formats.duration(run.durationMs) })}</span>
      ) : null}
      <span className="soft">
        {run.attempt > 1
          ? words('workerAttempt', { worker, attempt: words('attempt', { attempt: run.attempt }) })
          : worker}
      </span>
      <span>
        <Link href={`/corpora/${corpus.slug}`} translate="no">
          {corpus.name}
        </Link>{' '}
        <GeneratedBadge corpus={corpus} />
      </span>
    </div>
  );
}
