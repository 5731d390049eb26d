'use client';
import { useTranslations } from 'use-intl';
import type { WorkerRow } from '@/lib/domain/api';
import { ScrollX } from '../components/ScrollX';
import { Timestamp } from '../components/Timestamp';
import { useFormats } from '../format/useFormats';
import { DutyControl } from './DutyControl';
import { RunsOfWorker } from './RunsOfWorker';
import { runsOnDevice } from './sharedDevice';
import { WorkerStateBadge } from './WorkerStateBadge';
import { stateOf } from './workerState';
import styles from './workers.module.css';

export function WorkerTable({ workers }: { workers: readonly WorkerRow[] }) {
  const words = useTranslations('workers');
  const formats = useFormats();
  return (
    <ScrollX label={words('title')}>
      <table className={styles['workers']}>
        <thead>
          <tr>
            <th scope="col">{words('columns.worker')}</th>
            <th scope="col">{words('columns.state')}</th>
            <th scope="col">{words('columns.duty')}</th>
            <th scope="col">{words('columns.run')}</th>
            <th scope="col" className="number">
              {words('columns.speed')}
              <div className="soft">{words('columns.speedUnit')}</div>
            </th>
            <th scope="col">{words('columns.engine')}</th>
            <th scope="col">{words('columns.lastSeen')}</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id} className={stateOf(worker) === 'silent' ? 'soft' : undefined}>
              <th scope="row" className={styles['name']} translate="no">
                {worker.name}
                <div className="small soft">
                  {worker.hostname} · {worker.version}
                </div>
              </th>
              <td>
                <WorkerStateBadge worker={worker} />
              </td>
              {/* Before what it trains, so that it is in view on a phone. */}
              <td>
                <DutyControl worker={worker} />
              </td>
              <td className={styles['run']}>
                <RunsOfWorker worker={worker} />
              </td>
              <td className="number">
                {worker.tokensPerSecond === null
                  ? '–'
                  : formats.metric('throughput/tokensPerSecond', worker.tokensPerSecond)}
              </td>
              <td>
                <span translate="no">{worker.engine}</span>
                <div className="small soft">
                  <span translate="no">{worker.device}</span> · {words('threads', { count: worker.threads })}
                </div>
                <SharedDevice count={runsOnDevice(worker, workers)} />
              </td>
              <td className={styles['seen']}>
                <Timestamp ms={worker.lastSeenAtMs} only="ago" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

/** Why so many share a device is in the log of each run. */
function SharedDevice({ count }: { count: number }) {
  const words = useTranslations('workers');
  return count < 2 ? null : <div className="small soft">{words('sharedDevice', { count })}</div>;
}
