'use client';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CurvesResponse } from '@/lib/domain/api';
import { useCurves } from '../../../client/useCurves';
import { Notice } from '../../../components/Notice';
import { Skeleton } from '../../../components/ui/Skeleton';
import { RunPicker } from '../RunPicker';
import { useSweep } from '../SweepProvider';
import { useDesignedRuns, useSelection } from '../selection';
import styles from '../sweep.module.css';
import { CurveControls } from './CurveControls';
import { CurveRows } from './CurveRows';
import { CurvesLegend } from './CurvesLegend';
import { metricsOf } from './curvesState';
import { FacetGrids } from './FacetGrids';
import { stepRange } from './stepRange';
import { useCurvePanels } from './useCurvePanels';
import { useCurvesState } from './useCurvesState';

/** Each of up to four points stay of one column; zoomed time is not re-bucketed, so it gets more. */
const timeBuckets = 1000;

/** Train beside test on the same axes, or small multiples by factors: what differs between left and right was only remembered. */
export function CurvesView() {
  const words = useTranslations('curves');
  const { sweep } = useSweep().detail;
  const runs = useDesignedRuns();
  const { hidden } = useSelection();
  const state = useCurvesState();
  const [pointed, setPointed] = useState<number>();
  const highlighted = useDeferredValue(pointed);
  const [scales, setScales] = useState<Pick<CurvesResponse, 'runs'>>({ runs: [] });

  const metrics = useMemo(
    () => state.quantities.flatMap((quantity) => metricsOf(quantity, state.splits)),
    [state.quantities, state.splits],
  );
  const isTime = state.axes.x === 'time';
  const { curves, isLoading, problem } = useCurves({
    owner: { sweepId: sweep.id },
    metrics,
    range: stepRange(state.zoom, state.axes.x, scales),
    times: isTime,
    buckets: isTime && state.zoom ? timeBuckets : undefined,
  });
  // What turns x into steps is in the answer itself; it is the same in every later answer.
  if (curves.runs.length !== scales.runs.length) setScales(curves);

  const panels = useCurvePanels({ runs, curves, hidden, state, metrics });
  return (
    <div className={styles['withPicker']}>
      <RunPicker onHighlight={setPointed} />
      <div>
        <h2 className="visually-hidden">{words('title')}</h2>
        <CurveControls state={state} />
        {problem ? (
          <Notice kind="warning">
            {words('old')}{' '}
            <span lang="en" translate="no">
              {problem}
            </span>
          </Notice>
        ) : null}
        <CurvesLegend state={state} panels={panels} />
        {isLoading && curves.runs.length === 0 ? (
          <Skeleton lines={8} />
        ) : state.facets.rows || state.facets.columns ? (
          <FacetGrids state={state} panels={panels} runs={runs} highlighted={highlighted} />
        ) : (
          <CurveRows state={state} panels={panels} highlighted={highlighted} isHidden={hidden.size > 0} />
        )}
      </div>
    </div>
  );
}
