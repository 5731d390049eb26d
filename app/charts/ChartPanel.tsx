'use client';
import { useCallback, useRef } from 'react';
import { metricText } from '@/lib/domain/metric';
import { formatBytes, formatGeneral } from '../format/numbers';
import { ChartTable } from './ChartTable';
import styles from './charts.module.css';
import type { Crosshair } from './crosshair';
import { LineChart } from './LineChart';
import { Readout } from './Readout';
import { savePng } from './savePng';
import { type Extent, leftOutText, type Series, type XAxis } from './series';
import { useChartTheme } from './theme';

export interface ChartPanelProps {
  title: string;
  /** Decides the unit and how values are written. */
  metric: string;
  series: readonly Series[];
  /** undefined while nothing has been measured. */
  extent: Extent | undefined;
  xAxis: XAxis;
  logY: boolean;
  crosshair: Crosshair;
  positions: readonly number[];
  directLabels?: boolean;
  /** Small multiples: lower, with the axis title said once elsewhere. */
  compact?: boolean;
  /** Said where there is nothing to draw. */
  empty?: string;
}

/** A chart with its title, what it leaves out, its numbers as a table, and itself as a picture. */
export function ChartPanel(props: ChartPanelProps) {
  const { title, metric, series, extent, xAxis, compact = false } = props;
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const keepCanvas = useCallback((drawn: HTMLCanvasElement | null) => {
    canvas.current = drawn;
  }, []);
  const theme = useChartTheme();
  const { unit } = metricText(metric);
  return (
    <figure className={styles['panel']} data-compact={compact || undefined}>
      <figcaption className={styles['caption']}>
        <h3>{title}</h3>
        {unit && compact ? <span className="soft small">{unit}</span> : null}
      </figcaption>
      {extent ? (
        <div className={styles['frame']}>
          <LineChart
            {...props}
            extent={extent}
            unit={compact ? '' : unit}
            formatTick={metric.endsWith('Bytes') ? formatBytes : formatGeneral}
            description={`${title}, ${series.length} lines over ${xAxis}; the numbers are in the table below`}
            onCanvas={keepCanvas}
          />
          <Readout
            series={series}
            extent={extent}
            xAxis={xAxis}
            metric={metric}
            crosshair={props.crosshair}
          />
        </div>
      ) : (
        <p className={styles['empty']}>{props.empty ?? 'Nothing measured yet.'}</p>
      )}
      <div className={styles['footer']}>
        <span className="soft">{leftOutText(series).join(' · ')}</span>
        <ChartTable series={series} xAxis={xAxis} metric={metric} />
        <button
          type="button"
          className="quiet"
          disabled={!extent}
          aria-label={`Save ${title} as PNG`}
          onClick={() => {
            if (canvas.current && theme) savePng(canvas.current, title, series, theme);
          }}
        >
          save PNG
        </button>
      </div>
    </figure>
  );
}
