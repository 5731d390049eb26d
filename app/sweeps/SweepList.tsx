'use client';
import Link from 'next/link';
import { type SweepRow, sweepListSchema } from '@/lib/domain/api';
import { labelOf } from '@/lib/domain/config';
import { metricText } from '@/lib/domain/metric';
import { usePolling } from '../client/usePolling';
import componentStyles from '../components/components.module.css';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { StateBadge } from '../components/StateBadge';
import { Timestamp } from '../components/Timestamp';
import { absent, formatMetric, plural } from '../format/numbers';
import { CountsProgress } from './CountsProgress';
import styles from './sweeps.module.css';

const refreshMs = 3000;

export function SweepList({ initial }: { initial: SweepRow[] }) {
  const { data, problem } = usePolling('/api/v1/sweeps', sweepListSchema, { sweeps: initial }, refreshMs);
  return (
    <>
      <PageHeader title="Sweeps">
        <Link href="/sweeps/new" className="button primary">
          New sweep
        </Link>
      </PageHeader>
      {problem ? <Notice kind="warning">This list may be old. {problem}</Notice> : null}
      {data.sweeps.length === 0 ? <NoSweeps /> : <SweepTable sweeps={data.sweeps} />}
    </>
  );
}

function SweepTable({ sweeps }: { sweeps: SweepRow[] }) {
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">Sweep</th>
            <th scope="col">State</th>
            <th scope="col">Progress</th>
            <th scope="col">Factors</th>
            <th scope="col">Corpus</th>
            <th scope="col" className="number">
              Best
            </th>
            <th scope="col">Created</th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <tr key={sweep.id}>
              <td className={styles['nameCell']}>
                <Link href={`/sweeps/${sweep.id}`}>{sweep.name}</Link>
                {sweep.question ? <div className="small soft">{sweep.question}</div> : null}
              </td>
              <td>
                <StateBadge state={sweep.state} />
                {sweep.paused ? <div className="small">paused</div> : null}
              </td>
              <td className={styles['nowrap']}>
                <CountsProgress counts={sweep.counts} />
              </td>
              <td>
                {sweep.factors.map(labelOf).join(' × ') || 'none'}
                <div className="small soft">{plural(sweep.variantCount, 'variant')}</div>
              </td>
              <td>{sweep.corpusSlug}</td>
              <td className="number">
                {sweep.best ? (
                  <>
                    <Link href={`/runs/${sweep.best.runId}`}>
                      {formatMetric(sweep.best.metric, sweep.best.value)}
                    </Link>
                    <div className={`small soft ${styles['nowrap']}`}>
                      {sweep.best.metric.split('/')[0]} {metricText(sweep.best.metric).label}
                      {sweep.best.stoppedEarly ? ', stopped early' : ''}
                    </div>
                  </>
                ) : (
                  absent
                )}
              </td>
              <td className={styles['nowrap']}>
                <Timestamp ms={sweep.createdAtMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoSweeps() {
  return (
    <section className={componentStyles['empty']}>
      <h2>No sweep yet</h2>
      <p>
        A sweep asks one question: does this change help on sentences that the model has never seen? It trains
        one model for each combination of the levels you choose, several times with different seeds, and
        measures all of them on the same held-out sentences.
      </p>
      <ol>
        <li>
          <Link href="/sweeps/new">Choose what to vary</Link>: width, heads, layers, positions, the source END
          token, or any other hyperparameter.
        </li>
        <li>Look at the variants and how large they are, then launch.</li>
        <li>
          Watch train and test loss side by side. Where test loss turns upwards, the model has begun to
          remember.
        </li>
      </ol>
      <p>
        The phrasebook that comes with Heldout is generated from a grammar; for sentences people wrote,{' '}
        <Link href="/corpora">import a Tatoeba file</Link>.
      </p>
    </section>
  );
}
