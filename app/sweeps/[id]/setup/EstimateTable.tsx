'use client';
import { useTranslations } from 'use-intl';
import { absent } from '../../../format/formats';
import { useFormats } from '../../../format/useFormats';
import { EstimateReasons } from '../../EstimateReasons';
import { wallTime } from '../EstimateLine';
import { useSweep } from '../SweepProvider';
import styles from './setup.module.css';

/** What was expected before the launch beside what it took. */
export function EstimateTable() {
  const words = useTranslations('sweep.setup');
  const formats = useFormats();
  const { estimate, runs, sweep } = useSweep().detail;
  if (!estimate) return null;
  const hasEnded = sweep.counts.queued + sweep.counts.running === 0;
  const takenMs = runs.reduce((sum, run) => sum + run.durationMs, 0);
  const wallMs = hasEnded ? wallTime(runs) : undefined;
  const trainers = new Set(runs.flatMap(({ workerName }) => workerName ?? [])).size;
  const taken = takenMs > 0 ? formats.duration(takenMs) : absent;
  const rows = [
    {
      what: words('wall'),
      before: estimate.wallMs && formats.interval(estimate.wallMs),
      now: wallMs === undefined ? absent : formats.duration(wallMs),
    },
    {
      what: words('compute'),
      before: estimate.computeMs && formats.interval(estimate.computeMs),
      now: hasEnded || takenMs === 0 ? taken : words('stillRunning', { time: taken }),
    },
    {
      what: words('workers'),
      before: formats.count(estimate.workers),
      now: trainers === 0 ? absent : formats.count(trainers),
    },
  ];
  return (
    <section aria-labelledby="estimate">
      <h2 id="estimate">{words('estimate')}</h2>
      <table className={styles['estimate']}>
        <thead>
          <tr>
            <td />
            <th scope="col">{words('estimateColumns.before')}</th>
            <th scope="col">{words('estimateColumns.now')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, before, now }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{before ?? absent}</td>
              <td>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft small">
        <EstimateReasons estimate={estimate} isSentence />
      </p>
    </section>
  );
}
