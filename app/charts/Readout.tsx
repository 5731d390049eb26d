'use client';
import { useSyncExternalStore } from 'react';
import { metricText } from '@/lib/domain/metric';
import { Swatch } from '../components/Swatch';
import { formatGeneral, formatMetric } from '../format/numbers';
import styles from './charts.module.css';
import type { Crosshair } from './crosshair';
import { type Extent, nearestPoint, type Series, type XAxis } from './series';

const mostLines = 10;

interface ReadoutProps {
  series: readonly Series[];
  extent: Extent;
  xAxis: XAxis;
  metric: string;
  crosshair: Crosshair;
}

/** The values under the crosshair, best placed opposite to it; nothing while nothing is pointed at. */
export function Readout({ series, extent, xAxis, metric, crosshair }: ReadoutProps) {
  const x = useSyncExternalStore(crosshair.subscribe, crosshair.get, () => undefined);
  if (x === undefined) return null;
  const values = series
    .flatMap((line) => {
      const point = nearestPoint(line.points, x);
      return point ? [{ line, y: point.y }] : [];
    })
    .sort((a, b) => b.y - a.y);
  // Curves that rise leave room below, curves that fall above.
  const rises = metricText(metric).goal === 'maximize';
  const right = x < (extent.x[0] + extent.x[1]) / 2;
  return (
    <div className={styles['readout']} data-side={right ? 'right' : 'left'} data-low={rises || undefined}>
      <div className={styles['readoutX']}>
        {xAxis} {xAxis === 'epoch' ? x.toFixed(1) : formatGeneral(x)}
      </div>
      <ul>
        {values.slice(0, mostLines).map(({ line, y }) => (
          <li key={line.id}>
            <Swatch look={line.look} dash={line.dash} />
            <span className={styles['readoutName']}>{line.label}</span>
            <b>{formatMetric(metric, y)}</b>
          </li>
        ))}
      </ul>
      {values.length > mostLines ? <div>and {values.length - mostLines} more</div> : null}
    </div>
  );
}
