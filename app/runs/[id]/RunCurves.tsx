'use client';
import { useMemo, useState } from 'react';
import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { ChartPanel } from '../../charts/ChartPanel';
import { CrosshairSlider } from '../../charts/CrosshairSlider';
import { createCrosshair } from '../../charts/crosshair';
import { type AxisChoice, positionsOf, sharedExtent } from '../../charts/series';
import styles from './run.module.css';
import { type RunPanel, runSeries, splitPanels, trainingPanels } from './runSeries';

export function RunCurves({ run, curves, axes }: { run: RunRow; curves: CurvesResponse; axes: AxisChoice }) {
  const [crosshair] = useState(createCrosshair);
  const { bySplit, training, positions } = useMemo(() => {
    const build = (panel: RunPanel) => ({ panel, series: runSeries(run, curves, panel, axes) });
    const splits = splitPanels.map(build);
    const trainings = trainingPanels.map(build).filter(({ series }) => series.length > 0);
    const all = [...splits, ...trainings].map(({ series }) => series);
    const x = sharedExtent(all, axes.logY)?.x;
    const onSharedX = ({ panel, series }: ReturnType<typeof build>) => {
      const extent = sharedExtent([series], axes.logY);
      return { panel, series, extent: extent && x ? { x, y: extent.y } : undefined };
    };
    return {
      bySplit: splits.map(onSharedX),
      training: trainings.map(onSharedX),
      positions: positionsOf(all),
    };
  }, [run, curves, axes]);

  const draw = (compact: boolean) => (entry: (typeof bySplit)[number]) => (
    <ChartPanel
      key={entry.panel.title}
      title={entry.panel.title}
      metric={entry.panel.metrics[0]}
      series={entry.series}
      extent={entry.extent}
      xAxis={axes.x}
      logY={axes.logY}
      crosshair={crosshair}
      positions={positions}
      directLabels={!compact}
      compact={compact}
    />
  );
  return (
    <>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={axes.x} />
      <div className={styles['panels']}>{bySplit.map(draw(false))}</div>
      {training.length > 0 ? <div className={styles['small']}>{training.map(draw(true))}</div> : null}
    </>
  );
}
