'use client';
import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CurvesResponse, SweepDetail, SweepEvent } from '@/lib/domain/api';
import { useCurves } from '../../client/useCurves';
import { useSweepEvents } from '../../client/useSweepEvents';
import { Notice } from '../../components/Notice';
import { AnswerLine } from './AnswerLine';
import { CurvePanels } from './CurvePanels';
import { rankingProblems, resultColumns } from './columns';
import { Decisions } from './Decisions';
import { EstimateLine } from './EstimateLine';
import { Overfitting } from './Overfitting';
import { ResultsTable } from './ResultsTable';
import { SweepHeader } from './SweepHeader';
import styles from './sweep.module.css';
import { sweepMetrics, variantsOf } from './sweepSeries';
import { ViewControls } from './ViewControls';
import { viewParsers, withHidden } from './viewState';

export function SweepView({
  initial,
  initialCurves,
}: {
  initial: SweepDetail;
  initialCurves: CurvesResponse;
}) {
  const [detail, setDetail] = useState(initial);
  const { sweep, runs } = detail;
  const notCompared = useMemo(
    () => rankingProblems(resultColumns(sweep.factors, runs), runs),
    [sweep.factors, runs],
  );
  const active = sweep.counts.queued + sweep.counts.running > 0;
  const { curves, refetch, problem } = useCurves(`/api/v1/sweeps/${sweep.id}`, sweepMetrics, initialCurves);
  const receive = useCallback(
    (event: SweepEvent) => {
      if (event.type === 'points') return refetch();
      return setDetail((last) => ({ ...last, sweep: event.sweep, runs: event.runs }));
    },
    [refetch],
  );
  const connection = useSweepEvents(sweep.id, active, receive);
  // What came while there was no connection is fetched once there is one, and once more when the sweep has ended.
  useEffect(() => {
    if (connection === 'live' || connection === 'ended') refetch();
  }, [connection, refetch]);

  const [view, setView] = useQueryStates(viewParsers, { history: 'push' });
  const hidden = useMemo(() => new Set(view.hide), [view.hide]);
  const axes = useMemo(() => ({ x: view.x, logY: view.log }), [view.x, view.log]);
  const variants = useMemo(() => variantsOf(runs), [runs]);
  const show = useCallback(
    (keys: readonly string[], shown: boolean) =>
      void setView((last) => ({ hide: withHidden(last.hide, keys, !shown) })),
    [setView],
  );

  return (
    <>
      <SweepHeader detail={detail} connection={connection} onChanged={setDetail} />
      <EstimateLine detail={detail} />
      <AnswerLine detail={detail} />
      {notCompared.map((sentence) => (
        <Notice key={sentence} kind="warning">
          {sentence}
        </Notice>
      ))}
      {problem ? <Notice kind="warning">The curves may be old. {problem}</Notice> : null}
      <section aria-label="Curves">
        <ViewControls
          variants={variants}
          hidden={hidden}
          axes={axes}
          onAxes={(next) => void setView({ x: next.x, log: next.logY })}
          onShow={show}
        />
        <CurvePanels runs={runs} curves={curves} axes={axes} hidden={hidden} />
      </section>
      <section className={styles['section']} aria-label="Overfitting">
        <Overfitting variants={variants} curves={curves} axes={axes} hidden={hidden} />
      </section>
      <section className={styles['section']} aria-label="Results">
        <ResultsTable
          detail={detail}
          hidden={hidden}
          sort={view.sort}
          onSort={(sort) => void setView({ sort })}
          onShow={show}
        />
      </section>
      <section className={styles['section']} aria-label="Early stopping">
        <Decisions detail={detail} />
      </section>
    </>
  );
}
