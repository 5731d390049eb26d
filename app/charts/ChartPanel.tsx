'use client';
import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { metricText } from '@/lib/domain/metric';
import { IconButton } from '../components/ui/IconButton';
import { MenuItem } from '../components/ui/Menu';
import { useFormats, useNames } from '../format/useFormats';
import { AsTable, LineTable } from './ChartTable';
import styles from './charts.module.css';
import { type Crosshair, createCell } from './crosshair';
import type { Extent } from './extent';
import { LazyLineCanvas } from './LazyLineCanvas';
import { leftOutText } from './leftOut';
import { lineCsv } from './lineCsv';
import type { LineFrame } from './lineScene';
import { PanelMenu } from './PanelMenu';
import { Readout } from './Readout';
import type { Reading } from './reading';
import { fileName, saveText } from './saveFile';
import type { Mark, Series, XAxis } from './series';
import { lineSummary } from './summary';
import { useChartTheme } from './theme';
import { axisTick, axisTitle, timeStepMs } from './xAxis';
import { type Range, zoomedIn, zoomedOut } from './zoom';

const noMarks: readonly Mark[] = [];

export interface ChartPanelProps {
  title: string;
  /** Decides the unit and how values are written. */
  metric: string;
  series: readonly Series[];
  /** undefined while nothing has been measured. Its y should fit the zoomed part (sharedExtent's zoom). */
  extent: Extent | undefined;
  xAxis: XAxis;
  logY: boolean;
  logX?: boolean | undefined;
  crosshair: Crosshair;
  positions: readonly number[];
  directLabels?: boolean | undefined;
  /** Small multiples: lower, with the axis title said once elsewhere. */
  compact?: boolean | undefined;
  /** Said where there is nothing to draw. */
  empty?: string | undefined;
  /** The shown part of x, in units of the axis; undefined for all of it. */
  zoom?: Range | undefined;
  /** Told what a person zooms to, undefined for all; without it the chart does not zoom. */
  onZoom?: ((range: [number, number] | undefined) => void) | undefined;
  marks?: readonly Mark[] | undefined;
  /** A line was clicked. */
  onPick?: ((seriesId: string) => void) | undefined;
}

/** A chart of lines with its title, what it leaves out, its numbers as a table, and itself as a picture. */
export function ChartPanel(props: ChartPanelProps) {
  const { title, metric, series, extent, xAxis, logY, crosshair, zoom, onZoom } = props;
  const { logX = false, compact = false, directLabels = false, marks = noMarks } = props;
  const words = useTranslations('charts');
  const formats = useFormats();
  const names = useNames();
  const theme = useChartTheme();
  const panel = useRef<HTMLElement>(null);
  const [reading] = useState(() => createCell<Reading | undefined>(undefined));
  const full = useRef<Range | undefined>(undefined);
  if (!zoom && extent) full.current = extent.x;
  const unit = names.unit(metric);
  const { goal } = metricText(metric);
  const frame = useMemo((): LineFrame | undefined => {
    if (!extent || !theme) return undefined;
    const x: [number, number] = zoom ? [zoom[0], zoom[1]] : extent.x;
    return {
      title,
      extent: { x, y: extent.y },
      logX,
      logY,
      xTitle: axisTitle(xAxis, x, words),
      yTitle: compact ? '' : unit,
      xTick: (value) => axisTick(value, xAxis, x, formats),
      yTick: metric.endsWith('Bytes') ? formats.bytes : formats.general,
      xStep: xAxis === 'time' ? timeStepMs(x[1] - x[0] || 1) : undefined,
      wholeX: (xAxis === 'epoch' || xAxis === 'step') && x[1] - x[0] >= 2,
      marks,
      directLabels,
      theme,
    };
  }, [
    title,
    extent,
    theme,
    zoom,
    logX,
    logY,
    xAxis,
    compact,
    unit,
    metric,
    marks,
    directLabels,
    words,
    formats,
  ]);
  const changeZoom = onZoom && ((range: Range | undefined) => onZoom(range && [range[0], range[1]]));
  const save = async (kind: 'png' | 'svg') => {
    if (!frame) return;
    const { saveLines } = await import('./saveLines');
    await saveLines(kind, { ...frame, yTitle: unit, series }, panel.current?.clientWidth ?? 0);
  };
  return (
    <figure ref={panel} className={styles['panel']} data-compact={compact || undefined}>
      <figcaption className={styles['caption']}>
        <div className={styles['titles']}>
          <h3>{title}</h3>
          {unit && compact ? <span className={`soft small ${styles['unit']}`}>{unit}</span> : null}
        </div>
        <span className={styles['tools']}>
          {zoom && changeZoom ? (
            <IconButton icon="reset" label={words('resetZoom')} onClick={() => changeZoom(undefined)} />
          ) : null}
          <PanelMenu
            label={words(changeZoom ? 'menu' : 'menuSave', { title })}
            disabled={!frame}
            onPng={() => save('png')}
            onSvg={() => save('svg')}
            onCsv={() => saveText(lineCsv(series, xAxis, metric), fileName(title, 'csv'), 'text/csv')}
          >
            {changeZoom && frame ? (
              <>
                <MenuItem onSelect={() => changeZoom(zoomedIn(frame.extent.x, crosshair.last(), logX))}>
                  {words('zoomIn')}
                </MenuItem>
                <MenuItem
                  disabled={!zoom}
                  onSelect={() => changeZoom(zoomedOut(frame.extent.x, full.current, logX))}
                >
                  {words('zoomOut')}
                </MenuItem>
                <MenuItem disabled={!zoom} onSelect={() => changeZoom(undefined)}>
                  {words('resetZoom')}
                </MenuItem>
              </>
            ) : null}
          </PanelMenu>
        </span>
      </figcaption>
      {extent ? (
        <div className={styles['frame']}>
          {frame ? (
            <LazyLineCanvas
              frame={frame}
              series={series}
              goal={goal}
              description={lineSummary(title, series, metric, xAxis, words, formats)}
              crosshair={crosshair}
              positions={props.positions}
              reading={reading}
              zoom={zoom}
              onZoom={changeZoom}
              onPick={props.onPick}
            />
          ) : (
            <div className={styles['plot']} />
          )}
          <Readout
            reading={reading}
            range={frame?.extent.x ?? extent.x}
            xAxis={xAxis}
            metric={metric}
            isRising={goal === 'maximize'}
          />
        </div>
      ) : (
        <p className={styles['empty']}>{props.empty ?? words('empty')}</p>
      )}
      <div className={styles['footer']}>
        <span className="soft">{leftOutText(series, words, formats).join(' · ')}</span>
        <AsTable>{() => <LineTable title={title} series={series} xAxis={xAxis} metric={metric} />}</AsTable>
      </div>
    </figure>
  );
}
