'use client';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Swatch } from '../components/Swatch';
import { useFormats } from '../format/useFormats';
import styles from './charts.module.css';
import type { Cell } from './crosshair';
import type { Reading } from './reading';
import type { XAxis } from './series';
import { positionText } from './xAxis';

interface ReadoutProps {
  reading: Cell<Reading | undefined>;
  range: readonly [number, number];
  xAxis: XAxis;
  metric: string;
  /** Curves that rise leave room below, curves that fall above. */
  isRising: boolean;
}

/** The values under the crosshair, placed opposite to it; nothing while nothing is pointed at. */
export function Readout({ reading, range, xAxis, metric, isRising }: ReadoutProps) {
  const read = useSyncExternalStore(reading.subscribe, reading.get, () => undefined);
  const words = useTranslations('charts');
  const formats = useFormats();
  if (!read) return null;
  const side = read.x < (range[0] + range[1]) / 2 ? 'right' : 'left';
  return (
    <div className={styles['readout']} data-side={side} data-low={isRising || undefined}>
      <div className={styles['readoutX']}>{positionText(read.x, xAxis, words, formats)}</div>
      <ul>
        {read.rows.map(({ line, point }) => (
          <li key={line.id} data-nearest={line.id === read.nearest || undefined}>
            <Swatch look={line.look} dash={line.dash} />
            <span className={styles['readoutName']}>{line.label}</span>
            <b>{formats.metric(metric, point.y)}</b>
          </li>
        ))}
      </ul>
      {read.more > 0 ? <div>{words('more', { count: formats.count(read.more) })}</div> : null}
      {read.ended > 0 ? (
        <div className="soft">{words('ended', { count: formats.count(read.ended) })}</div>
      ) : null}
    </div>
  );
}
