'use client';
import { useMemo, useState } from 'react';
import type { CurvesResponse, RunRow } from '@/lib/domain/api';
import { ChartPanel } from '../../charts/ChartPanel';
import { CrosshairSlider } from '../../charts/CrosshairSlider';
import { createCrosshair } from '../../charts/crosshair';
import { type AxisChoice, positionsOf, sharedExtent } from '../../charts/series';
import styles from './sweep.module.css';
import { sweepSeries } from './sweepSeries';

/** Train beside test on the same axes, loss above BLEU: what differs between left and right is what was only remembered. */
export function CurvePanels({
  runs,
  curves,
  axes,
  hidden,
}: {
  runs: readonly RunRow[];
  curves: CurvesResponse;
  axes: AxisChoice;
  hidden: ReadonlySet<string>;
}) {
  const [crosshair] = useState(createCrosshair);
  const { rows, positions } = useMemo(() => {
    const built = (['loss', 'bleu'] as const).map((quantity) => {
      const train = sweepSeries(runs, curves, `train/${quantity}`, axes, hidden);
      const test = sweepSeries(runs, curves, `test/${quantity}`, axes, hidden);
      return { quantity, train, test };
    });
    const all = built.flatMap((row) => [row.train, row.test]);
    // One x for every panel, one y for the two panels of a row.
    const x = sharedExtent(all, axes.logY)?.x;
    return {
      rows: built.map((row) => {
        const extent = sharedExtent([row.train, row.test], axes.logY);
        return { ...row, extent: extent && x ? { x, y: extent.y } : undefined };
      }),
      positions: positionsOf(all),
    };
  }, [runs, curves, axes, hidden]);

  const empty =
    hidden.size > 0 && rows.every((row) => row.train.length === 0 && row.test.length === 0)
      ? 'Nothing to show: all measured runs are hidden.'
      : 'Nothing measured yet.';
  return (
    <>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={axes.x} />
      <div className={styles['panels']}>
        {rows.flatMap((row) =>
          (['train', 'test'] as const).map((split) => (
            <ChartPanel
              key={`${split}/${row.quantity}`}
              title={`${split} ${row.quantity === 'bleu' ? 'BLEU' : 'loss'}`}
              metric={`${split}/${row.quantity}`}
              series={row[split]}
              extent={row.extent}
              xAxis={axes.x}
              logY={axes.logY}
              crosshair={crosshair}
              positions={positions}
              directLabels
              empty={empty}
            />
          )),
        )}
      </div>
    </>
  );
}
