'use client';
import Link from 'next/link';
import { type WorkerRow, workerListSchema } from '@/lib/domain/api';
import { usePolling } from '../client/usePolling';
import componentStyles from '../components/components.module.css';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { Timestamp } from '../components/Timestamp';

const refreshMs = 5000;

export function WorkerList({ initial }: { initial: WorkerRow[] }) {
  const { data, problem } = usePolling('/api/v1/workers', workerListSchema, { workers: initial }, refreshMs);
  return (
    <>
      <PageHeader
        title="Workers"
        lead="Processes that train, one run at a time each, on this machine or another."
      />
      {problem ? <Notice kind="warning">This list may be old. {problem}</Notice> : null}
      {data.workers.length === 0 ? <NoWorkers /> : <WorkerTable workers={data.workers} />}
    </>
  );
}

function WorkerTable({ workers }: { workers: WorkerRow[] }) {
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col">Engine</th>
            <th scope="col">Device</th>
            <th scope="col" className="number">
              Threads at most
            </th>
            <th scope="col">Runs now</th>
            <th scope="col">Last seen</th>
            <th scope="col">Version</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id}>
              <td>
                {worker.name}
                <div className="small soft">{worker.hostname}</div>
              </td>
              <td className={worker.alive ? undefined : 'soft'}>
                <span aria-hidden="true">{worker.alive ? '●' : '○'}</span>{' '}
                {worker.alive ? (worker.runId ? 'training' : 'waiting for a run') : 'not seen lately'}
              </td>
              <td>{worker.engine}</td>
              <td>{worker.device}</td>
              <td className="number">{worker.threads}</td>
              <td>{worker.runId ? <Link href={`/runs/${worker.runId}`}>{worker.runId}</Link> : 'nothing'}</td>
              <td>
                <Timestamp ms={worker.lastSeenAtMs} />
              </td>
              <td>{worker.version}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoWorkers() {
  return (
    <section className={componentStyles['empty']}>
      <h2>No worker has registered</h2>
      <p>
        Queued runs wait until one does. <code>heldout start</code> brings its own; another one starts with:
      </p>
      <code className={componentStyles['code']}>npm run -s heldout -- worker</code>
    </section>
  );
}
