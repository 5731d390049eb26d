'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { useFormats, useNames } from '../../../format/useFormats';
import { EstimateLine } from '../EstimateLine';
import { useSweep } from '../SweepProvider';
import styles from './overview.module.css';

const mostRunning = 8;

/** How long the sweep will take or took, and what is running where; the header counts its runs. */
export function ProgressCard() {
  const words = useTranslations('sweep.progress');
  const { detail } = useSweep();
  const { counts, paused } = detail.sweep;
  const running = detail.runs.filter(({ state }) => state === 'running');
  const waiting = detail.runs.filter(({ notBeforeMs, state }) => state === 'queued' && notBeforeMs !== null);
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{words('title')}</h2>
      {paused ? <p>{words('paused', { count: counts.queued })}</p> : null}
      {!paused && counts.queued > 0 && running.length === 0 ? (
        <p>
          {words.rich('noWorker', {
            count: counts.queued,
            link: (chunks) => <Link href="/workers">{chunks}</Link>,
          })}
        </p>
      ) : null}
      {waiting.length > 0 ? <p className="soft">{words('retrying', { count: waiting.length })}</p> : null}
      {counts.cancelled > 0 ? (
        <p className="soft">{words('cancelled', { count: counts.cancelled })}</p>
      ) : null}
      <EstimateLine detail={detail} />
      {running.length > 0 ? (
        <ul className={styles['running']} aria-label={words('running')}>
          {running.slice(0, mostRunning).map((run) => (
            <RunningRun key={run.id} run={run} />
          ))}
        </ul>
      ) : null}
      {running.length > mostRunning ? (
        <p className="soft small">{words('moreRunning', { count: running.length - mostRunning })}</p>
      ) : null}
    </section>
  );
}

function RunningRun({ run }: { run: RunRow }) {
  const words = useTranslations('sweep.progress');
  const formats = useFormats();
  const names = useNames();
  const { progress } = run;
  const share = progress && progress.totalSteps > 0 ? progress.step / progress.totalSteps : 0;
  const variant = names.variant(run.levels);
  return (
    <li>
      <Link href={`/runs/${run.id}`}>{words('run', { variant, seed: String(run.seed) })}</Link>
      <span className={styles['runFacts']}>
        <progress
          value={share}
          max={1}
          aria-label={words('runProgress', { variant, seed: String(run.seed) })}
        />
        <span>
          {progress
            ? words('epochOf', { epoch: formats.epoch(progress.epoch), total: progress.totalEpochs })
            : words('starting')}
        </span>
        {run.workerName ? (
          <span className="soft" translate="no">
            {run.workerName}
          </span>
        ) : null}
        {run.attempt > 1 ? <span className="soft">{words('attempt', { attempt: run.attempt })}</span> : null}
      </span>
    </li>
  );
}
