'use client';
import { useTranslations } from 'use-intl';
import type { Bounded } from '@/lib/domain/answer';
import type { SentenceMetric } from '@/lib/domain/sentenceComparison';
import { absent } from '../../../../format/formats';
import { useFormats, useNames } from '../../../../format/useFormats';
import { type IntervalScale, intervalScale } from './intervalScale';
import styles from './sentences.module.css';

const rows = ['sentencesOnly', 'seedsOnly', 'both'] as const;

/** A dot and its interval for each kind of luck, on one scale; a table, so that it is read as one too. */
export function LuckFigure({ metric }: { metric: SentenceMetric }) {
  const words = useTranslations('sentences');
  const formats = useFormats();
  const names = useNames();
  const scale = intervalScale(rows.map((row) => metric[row]));
  const value = (number: number | null) => formats.metric(metric.metric, number ?? undefined);
  return (
    <table className={styles['figure']}>
      <caption className={styles['caption']}>
        {words('figure', { metric: names.quantity(metric.metric) })}
      </caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{words('drawnAnew')}</th>
          <td />
          <th scope="col">{words('difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const interval = metric[row];
          const weight = row === 'both' ? styles['together'] : undefined;
          return (
            <tr key={row}>
              <th scope="row" className={styles['rowName']} title={words(`rows.${row}Help`)}>
                <span className={weight}>{words(`rows.${row}`)}</span>
              </th>
              <td className={styles['track']}>
                <Track interval={interval} scale={scale} />
              </td>
              <td className={`number ${styles['numbers']}`}>
                <span className={weight}>{formats.delta(metric.metric, interval.value)}</span>{' '}
                <span className="soft">
                  {interval.low === null
                    ? `[${absent}]`
                    : `[${value(interval.low)}, ${value(interval.high)}]`}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td className={styles['rowName']} />
          <td className={styles['track']}>
            <svg width="100%" height="16" className={styles['svg']} aria-hidden="true">
              {scale.ticks.map((tick) => (
                <text key={tick} x={scale.x(tick)} y="12" textAnchor="middle" className={styles['tick']}>
                  {formats.general(tick)}
                </text>
              ))}
            </svg>
          </td>
          <td className={styles['numbers']} />
        </tr>
      </tfoot>
    </table>
  );
}

function Track({ interval, scale }: { interval: Bounded; scale: IntervalScale }) {
  const { value, low, high } = interval;
  return (
    <svg width="100%" height="26" className={styles['svg']} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          x1={scale.x(tick)}
          x2={scale.x(tick)}
          y1="0"
          y2="26"
          className={Math.abs(tick) < 1e-9 ? styles['zero'] : styles['gridLine']}
        />
      ))}
      {low === null || high === null ? null : (
        <>
          <line x1={scale.x(low)} x2={scale.x(high)} y1="13" y2="13" className={styles['interval']} />
          <line x1={scale.x(low)} x2={scale.x(low)} y1="8" y2="18" className={styles['interval']} />
          <line x1={scale.x(high)} x2={scale.x(high)} y1="8" y2="18" className={styles['interval']} />
        </>
      )}
      <circle cx={scale.x(value)} cy="13" r="4.5" className={styles['dot']} />
    </svg>
  );
}
