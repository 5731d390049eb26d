import { useTranslations } from 'use-intl';
import type { AttemptRow, RunDetail } from '@/lib/domain/api';
import { ScrollX } from '../../../components/ScrollX';
import { ServerSentence } from '../../../components/ServerSentence';
import { Timestamp } from '../../../components/Timestamp';
import { useFormats } from '../../../format/useFormats';
import styles from '../run.module.css';

/** Every try at the run. */
export function Attempts({ detail }: { detail: RunDetail }) {
  const words = useTranslations('run.attempts');
  const formats = useFormats();
  const { attempts } = detail;
  if (attempts.length === 0) return null;
  return (
    <section className={styles['section']} aria-label={words('title')}>
      <h2>{words('title')}</h2>
      <ScrollX label={words('title')}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                {words('attempt')}
              </th>
              <th scope="col">{words('worker')}</th>
              <th scope="col">{words('began')}</th>
              <th scope="col" className="number">
                {words('took')}
              </th>
              <th scope="col">{words('from')}</th>
              <th scope="col">{words('ended')}</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.attempt}>
                <th scope="row" className="number">
                  {attempt.attempt}
                </th>
                <td translate="no">{attempt.workerName}</td>
                <td>
                  <Timestamp ms={attempt.startedAtMs} />
                </td>
                <td className="number">
                  {attempt.endedAtMs === null
                    ? null
                    : formats.duration(Math.max(0, attempt.endedAtMs - attempt.startedAtMs))}
                </td>
                <td>
                  {attempt.resumedFromStep === 0
                    ? words('beginning')
                    : words('step', { step: formats.count(attempt.resumedFromStep) })}
                </td>
                <td>
                  <Ending attempt={attempt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  );
}

function Ending({ attempt: { outcome, error } }: { attempt: AttemptRow }) {
  const words = useTranslations('run.attempts');
  if (outcome === null) return words('running');
  return (
    <>
      {words(`outcomes.${outcome}`)}
      {error ? (
        <>
          {': '}
          <ServerSentence>{error.message}</ServerSentence>
        </>
      ) : null}
    </>
  );
}
