'use client';
import { useMemo } from 'react';
import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { ChartPanel } from '../../charts/ChartPanel';
import type { Crosshair } from '../../charts/crosshair';
import { sharedExtent } from '../../charts/extent';
import { positionsOf } from '../../charts/series';
import { useNames } from '../../format/useFormats';
import styles from './run.module.css';
import { type RunPanel, runSeries } from './runSeries';
import type { AxisState } from './useAxisState';

interface RunPanelsProps {
  run: RunRow;
  curves: CurvesResponse;
  panels: readonly RunPanel[];
  state: AxisState;
  crosshair: Crosshair;
  /** Small ones, of what was measured only. */
  compact?: boolean;
}

/** Panels of a run's metrics over one x axis. */
export function RunPanels({ run, curves, panels, state, crosshair, compact = false }: RunPanelsProps) {
  const names = useNames();
  const { axes, smoothing, zoom } = state;
  const drawn = useMemo(() => {
    const built = panels.map((metrics) => ({
      metrics,
      series: runSeries(run, curves, metrics, { axes, smoothing, names }),
    }));
    const kept = compact ? built.filter(({ series }) => series.length > 0) : built;
    const all = kept.map(({ series }) => series);
    const options = { logX: axes.logX, zoom: zoom ?? undefined };
    const x = sharedExtent(all, axes.logY, options)?.x;
    return {
      positions: positionsOf(all),
      panels: kept.map(({ metrics, series }) => {
        const own = sharedExtent([series], axes.logY, options);
        return { metrics, series, extent: own && x ? { x, y: own.y } : undefined };
      }),
    };
  }, [run, curves, panels, axes, smoothing, zoom, names, compact]);
  return (
    <div className={compact ? styles['small'] : styles['panels']}>
      {drawn.panels.map(({ metrics, series, extent }) => (
        <ChartPanel
          key={metrics[0]}
          title={metrics.length > 1 ? names.quantity(metrics[0]) : names.metric(metrics[0])}
          metric={metrics[0]}
          series={series}
          extent={extent}
          xAxis={axes.x}
          logX={axes.logX ?? false}
          logY={axes.logY}
          crosshair={crosshair}
          positions={drawn.positions}
          directLabels={metrics.length > 1}
          compact={compact}
          zoom={zoom ?? undefined}
          onZoom={state.setZoom}
        />
      ))}
    </div>
  );
}
