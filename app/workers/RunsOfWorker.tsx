import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { WorkerRow } from '@/lib/domain/api';
import type { Level } from '@/lib/domain/config';
import { useFormats, useNames } from '../format/useFormats';
import { ownLevels } from './ownLevels';
import styles from './workers.module.css';

type WorkerRun = WorkerRow['runs'][number];

/** A list longer than this is folded behind its first. */
const mostShown = 3;

/** What a worker trains: one run, or a short line for each of those that step together. */
export function RunsOfWorker({ worker: { name, runs } }: { worker: WorkerRow }) {
  const words = useTranslations('workers');
  const [first] = runs;
  if (!first) return <span className="soft">{words('nothing')}</span>;
  return runs.length === 1 ? <OneRun run={first} /> : <SeveralRuns worker={name} runs={runs} />;
}

function OneRun({ run }: { run: WorkerRun }) {
  const words = useTranslations('workers');
  const names = useNames();
  return (
    <>
      <Link href={`/runs/${run.id}`} translate="no">
        {names.variant(run.levels)}
      </Link>{' '}
      <span className="soft">{words('seed', { seed: String(run.seed) })}</span>
      <div className={`small soft ${styles['sweep']}`}>
        <SweepLink run={run} />
      </div>
      <Progress run={run} />
    </>
  );
}

/** What all share is said once, above the list. */
function SeveralRuns({ worker, runs }: { worker: string; runs: readonly WorkerRun[] }) {
  const words = useTranslations('workers');
  const names = useNames();
  const { shared, own } = ownLevels(runs.map(({ levels }) => levels));
  const sweeps = [...new Map(runs.map((run) => [run.sweepId, run])).values()];
  const lines = runs.map((run, at) => (
    <li key={run.id}>
      <RunLine run={run} own={own[at] ?? {}} />
    </li>
  ));
  return (
    <>
      <div>{words('together', { count: runs.length })}</div>
      {Object.keys(shared).length > 0 ? (
        <div className="soft" translate="no">
          {names.variant(shared)}
        </div>
      ) : null}
      {sweeps.map((run) => (
        <div key={run.sweepId} className={`small soft ${styles['sweep']}`}>
          <SweepLink run={run} />
        </div>
      ))}
      <ul className={styles['several']} aria-label={words('runsOf', { name: worker })}>
        {lines.slice(0, mostShown)}
      </ul>
      {lines.length > mostShown ? (
        <details>
          <summary className="small">{words('more', { count: lines.length - mostShown })}</summary>
          <ul className={styles['several']} aria-label={words('moreRunsOf', { name: worker })}>
            {lines.slice(mostShown)}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function RunLine({ run, own }: { run: WorkerRun; own: Record<string, Level> }) {
  const words = useTranslations('workers');
  const names = useNames();
  const seed = words('seed', { seed: String(run.seed) });
  const isTold = Object.keys(own).length > 0;
  return (
    <>
      <Link href={`/runs/${run.id}`} translate={isTold ? 'no' : undefined}>
        {isTold ? names.variant(own) : seed}
      </Link>{' '}
      {isTold ? <span className="soft">{seed}</span> : null}
      <Progress run={run} />
    </>
  );
}

function SweepLink({ run: { sweepId, sweepName } }: { run: WorkerRun }) {
  return (
    <Link href={`/sweeps/${sweepId}`} translate="no">
      {sweepName}
    </Link>
  );
}

function Progress({ run: { levels, seed, progress } }: { run: WorkerRun }) {
  const words = useTranslations('workers');
  const names = useNames();
  const formats = useFormats();
  if (!progress || progress.totalSteps === 0) return null;
  return (
    <div className={styles['progress']}>
      <progress
        value={progress.step}
        max={progress.totalSteps}
        aria-label={words('progressLabel', { run: names.variant(levels), seed: String(seed) })}
      />
      <span className="small soft">
        {words('progress', {
          step: formats.count(progress.step),
          total: formats.count(progress.totalSteps),
          epoch: formats.epoch(Math.min(progress.epoch, progress.totalEpochs)),
        })}
      </span>
    </div>
  );
}
