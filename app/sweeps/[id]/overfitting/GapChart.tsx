'use client';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CurvesResponse } from '@/lib/domain/api';
import { generalisationGap } from '@/lib/stats/overfitting';
import { ChartPanel } from '../../../charts/ChartPanel';
import { CrosshairSlider } from '../../../charts/CrosshairSlider';
import { createCrosshair } from '../../../charts/crosshair';
import { sharedExtent } from '../../../charts/extent';
import { positionsOf } from '../../../charts/series';
import { linesOf, withEmphasis } from '../curves/runLines';
import { useLineChoice } from '../curves/useCurvePanels';
import { useCurvesState } from '../curves/useCurvesState';
import { runKey } from '../runKey';
import { useDesignedRuns, useSelection } from '../selection';
import styles from './overfitting.module.css';

/** test − train loss over training: at zero, what was learned holds for sentences that were never seen. */
export function GapChart({
  curves,
  highlighted,
}: {
  curves: CurvesResponse;
  highlighted: number | undefined;
}) {
  const words = useTranslations('overfitting');
  const runs = useDesignedRuns();
  const { hidden } = useSelection();
  const state = useCurvesState();
  const x = state.axes.x === 'time' ? 'epoch' : state.axes.x;
  const axes = useMemo(() => ({ x, logY: false }), [x]);
  const choice = useLineChoice({ axes, smoothing: state.smoothing, lines: state.lines });
  const [crosshair] = useState(createCrosshair);
  const gaps = useMemo(() => gapCurves(curves), [curves]);
  const { lines, extent, positions } = useMemo(() => {
    const shown = runs.filter((run) => !hidden.has(runKey(run)));
    const drawn = linesOf(shown, gaps, gapMetric, choice).map((line) => ({
      ...line,
      dash: 'solid' as const,
    }));
    return { lines: drawn, extent: sharedExtent([drawn], false), positions: positionsOf([drawn]) };
  }, [runs, hidden, gaps, choice]);
  const emphasised = useMemo(() => withEmphasis(lines, highlighted), [lines, highlighted]);
  return (
    <section aria-label={words('gap')} className={styles['section']}>
      <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={x} />
      <ChartPanel
        title={words('gap')}
        metric={gapMetric}
        series={emphasised}
        extent={lines.length > 0 ? extent : undefined}
        xAxis={x}
        logY={false}
        crosshair={crosshair}
        positions={positions}
        directLabels
        empty={words('nothingYet')}
      />
    </section>
  );
}

/** Written and labelled as the loss that it is a difference of. */
const gapMetric = 'test/loss';

function gapCurves({ runs }: CurvesResponse): CurvesResponse {
  return {
    runs: runs.map((run) => {
      const train = run.curves.find(({ metric }) => metric === 'train/loss');
      const test = run.curves.find(({ metric }) => metric === 'test/loss');
      if (!train || !test) return { ...run, curves: [] };
      const gap = generalisationGap(train, test);
      return { ...run, curves: [{ ...gap, metric: gapMetric, total: test.total, shown: gap.steps.length }] };
    }),
  };
}
