'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ChartPanel } from '../../../charts/ChartPanel';
import { CrosshairSlider } from '../../../charts/CrosshairSlider';
import { createCrosshair } from '../../../charts/crosshair';
import { sharedExtent } from '../../../charts/extent';
import { positionsOf } from '../../../charts/series';
import { useNames } from '../../../format/useFormats';
import styles from './curves.module.css';
import { metricsOf } from './curvesState';
import { withEmphasis } from './runLines';
import type { CurvePanelLines } from './useCurvePanels';
import type { CurvesState } from './useCurvesState';

/** A row a quantity, a panel a split; one y axis a row, one x axis for all. */
export function CurveRows({
  state,
  panels,
  highlighted,
  isHidden,
}: {
  state: CurvesState;
  panels: readonly CurvePanelLines[];
  highlighted: number | undefined;
  isHidden: boolean;
}) {
  const words = useTranslations('curves');
  const names = useNames();
  const [crosshair] = useState(createCrosshair);
  const { axes, quantities, splits } = state;
  const zoom = state.zoom ?? undefined;
  const { rows, positions } = useMemo(() => {
    const all = panels.map(({ lines }) => lines);
    const x = sharedExtent(all, axes.logY, { logX: axes.logX, zoom })?.x;
    return {
      positions: positionsOf(all),
      rows: quantities.map((quantity) => {
        const metrics = metricsOf(quantity, splits);
        const members = panels.filter(({ metric }) => metrics.includes(metric));
        const extent = sharedExtent(
          members.map(({ lines }) => lines),
          axes.logY,
          { logX: axes.logX, zoom },
        );
        return { quantity, members, extent: extent && x ? { x, y: extent.y } : undefined };
      }),
    };
  }, [panels, quantities, splits, axes, zoom]);
  const emphasised = useMemo(
    () => new Map(panels.map(({ metric, lines }) => [metric, withEmphasis(lines, highlighted)])),
    [panels, highlighted],
  );
  const empty =
    isHidden && panels.every(({ lines }) => lines.length === 0) ? words('allHidden') : words('nothingYet');
  return (
    <>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={axes.x} />
      {rows.map(({ quantity, members, extent }) => (
        <div key={quantity} className={styles['row']} data-count={members.length}>
          {members.map(({ metric, lines }) => (
            <ChartPanel
              key={metric}
              title={names.metric(metric)}
              metric={metric}
              series={emphasised.get(metric) ?? lines}
              extent={lines.length > 0 ? extent : undefined}
              xAxis={axes.x}
              logY={axes.logY}
              logX={axes.logX}
              zoom={zoom}
              onZoom={(range) => state.set({ zoom: range ?? null })}
              crosshair={crosshair}
              positions={positions}
              directLabels
              empty={empty}
            />
          ))}
        </div>
      ))}
    </>
  );
}
