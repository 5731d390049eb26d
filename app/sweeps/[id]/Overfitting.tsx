'use client';
import { useMemo, useState } from 'react';
import type { CurvesResponse } from '@/lib/domain/api';
import { ChartPanel } from '../../charts/ChartPanel';
import { createCrosshair } from '../../charts/crosshair';
import { type AxisChoice, positionsOf, sharedExtent } from '../../charts/series';
import { factorsText } from '../../format/levels';
import { plural } from '../../format/numbers';
import styles from './sweep.module.css';
import { hasManyFactors, overfittingSeries, runKey, testLossRise, type VariantRuns } from './sweepSeries';

const firstPanels = 12;

/** The question of the project, one small panel a variant: does test loss turn upwards while train loss keeps falling? */
export function Overfitting({
  variants,
  curves,
  axes,
  hidden,
}: {
  variants: readonly VariantRuns[];
  curves: CurvesResponse;
  axes: AxisChoice;
  hidden: ReadonlySet<string>;
}) {
  const [crosshair] = useState(createCrosshair);
  const [all, setAll] = useState(false);
  const visible = useMemo(
    () => variants.filter((variant) => variant.runs.some((run) => !hidden.has(runKey(run)))),
    [variants, hidden],
  );
  const { panels, extent, positions } = useMemo(() => {
    const built = visible.map((variant) => ({
      variant,
      series: overfittingSeries(variant, curves, axes, hidden),
    }));
    const lines = built.map((panel) => panel.series);
    return { panels: built, extent: sharedExtent(lines, axes.logY), positions: positionsOf(lines) };
  }, [visible, curves, axes, hidden]);
  const shown = all ? panels : panels.slice(0, firstPanels);
  const levels = variants[0]?.runs[0]?.levels;
  return (
    <>
      <h2>Overfitting</h2>
      <p className="soft">
        Loss of each variant on the same axes: train solid, test dashed, ○ the step that validation chose.
        Where test rises while train falls, the model remembers instead of learning.
        {levels && hasManyFactors(levels) ? ` Panels: ${factorsText(levels)}.` : null}
      </p>
      <div className={styles['multiples']}>
        {shown.map(({ variant, series }) => (
          <div key={variant.variantIndex}>
            <ChartPanel
              title={variant.shortText}
              metric="test/loss"
              series={series}
              extent={series.some((line) => line.points.length > 0) ? extent : undefined}
              xAxis={axes.x}
              logY={axes.logY}
              crosshair={crosshair}
              positions={positions}
              directLabels
              compact
            />
            <Rise variant={variant} />
          </div>
        ))}
      </div>
      {panels.length > shown.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {plural(panels.length, 'variant')}
        </button>
      ) : null}
    </>
  );
}

function Rise({ variant }: { variant: VariantRuns }) {
  const rise = testLossRise(variant.runs);
  if (rise === undefined) return null;
  return (
    <p className={styles['rise']} data-risen={rise >= 0.005 || undefined}>
      {rise >= 0.005
        ? `▲ test loss +${rise.toFixed(2)} since the chosen step`
        : rise <= -0.005
          ? `▼ test loss ${rise.toFixed(2).replace('-', '−')} since the chosen step`
          : '= test loss unchanged since the chosen step'}
    </p>
  );
}
