'use client';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  type CurvesResponse,
  type LogsResponse,
  logsResponseSchema,
  type RunDetail,
  runDetailSchema,
  type SamplesResponse,
  type SweepEvent,
  samplesResponseSchema,
} from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { fetchJson, messageOf } from '../../client/api';
import { coalesce } from '../../client/coalesce';
import { useCurves } from '../../client/useCurves';
import { useSweepEvents } from '../../client/useSweepEvents';
import { AxisToggles } from '../../components/AxisToggles';
import { Notice } from '../../components/Notice';
import { Attempts } from './Attempts';
import { Log } from './Log';
import { ModelSummary } from './ModelSummary';
import { RunCurves } from './RunCurves';
import { RunFacts } from './RunFacts';
import { RunHeader } from './RunHeader';
import styles from './run.module.css';
import { runMetrics } from './runSeries';
import { Translations } from './Translations';
import { WholeTest } from './WholeTest';

const axisParsers = {
  x: parseAsStringLiteral(['epoch', 'step'] as const).withDefault('epoch'),
  log: parseAsBoolean.withDefault(false),
};

interface RunViewProps {
  detail: RunDetail;
  curves: CurvesResponse;
  samples: SamplesResponse;
  logs: LogsResponse;
}

export function RunView(initial: RunViewProps) {
  const live = useLiveRun(initial);
  const { detail } = live;
  const [view, setView] = useQueryStates(axisParsers, { history: 'push' });
  const axes = useMemo(() => ({ x: view.x, logY: view.log }), [view.x, view.log]);
  return (
    <>
      <RunHeader detail={detail} connection={live.connection} onChanged={live.setDetail} />
      {live.problem ? <Notice kind="warning">This page may be old. {live.problem}</Notice> : null}
      <section aria-label="Curves">
        <div className={styles['sectionHead']}>
          <h2>Curves</h2>
          <AxisToggles axes={axes} onAxes={(next) => void setView({ x: next.x, log: next.logY })} />
        </div>
        <RunCurves run={detail.run} curves={live.curves} axes={axes} />
      </section>
      <section className={styles['section']} aria-label="Translations">
        <Translations samples={live.samples.samples} corpus={detail.corpus} />
      </section>
      <section className={styles['section']} aria-label="Whole test split">
        <WholeTest detail={detail} />
      </section>
      <div className={styles['columns']}>
        <section aria-label="Model">
          <ModelSummary detail={detail} />
        </section>
        <section aria-label="Data and environment">
          <RunFacts detail={detail} />
        </section>
      </div>
      <section className={styles['section']} aria-label="Attempts">
        <Attempts detail={detail} />
      </section>
      <section className={styles['section']} aria-label="Log">
        <Log logs={live.logs.logs} />
      </section>
    </>
  );
}

const refetchMs = 1000;

/** A run as it is now: its row from the sweep's events; samples, log and facts fetched again when points have come. */
function useLiveRun(initial: RunViewProps) {
  const [detail, setDetail] = useState(initial.detail);
  const [samples, setSamples] = useState(initial.samples);
  const [logs, setLogs] = useState(initial.logs);
  const [problem, setProblem] = useState<string>();
  const { id, sweepId } = initial.detail.run;
  const owner = `/api/v1/runs/${id}`;
  const curves = useCurves(owner, runMetrics, initial.curves);
  const { refetch: refetchCurves } = curves;

  const texts = useRef<ReturnType<typeof coalesce>>(undefined);
  useEffect(() => {
    const current = coalesce(async () => {
      try {
        const [nextDetail, nextSamples, nextLogs] = await Promise.all([
          fetchJson(owner, runDetailSchema),
          fetchJson(`${owner}/samples`, samplesResponseSchema),
          fetchJson(`${owner}/logs`, logsResponseSchema),
        ]);
        setDetail(nextDetail);
        setSamples(nextSamples);
        setLogs(nextLogs);
        setProblem(undefined);
      } catch (error) {
        setProblem(messageOf(error));
      }
    }, refetchMs);
    texts.current = current;
    return () => current.stop();
  }, [owner]);

  const refetch = useCallback(() => {
    refetchCurves();
    texts.current?.request();
  }, [refetchCurves]);
  const receive = useCallback(
    (event: SweepEvent) => {
      if (event.type === 'points') {
        if (event.runIds.includes(id)) refetch();
        return;
      }
      const run = event.runs.find((candidate) => candidate.id === id);
      if (run) setDetail((last) => ({ ...last, run }));
    },
    [id, refetch],
  );
  const connection = useSweepEvents(sweepId, !isFinal(detail.run.state), receive);
  useEffect(() => {
    if (connection === 'live' || connection === 'ended') refetch();
  }, [connection, refetch]);

  return {
    detail,
    setDetail,
    samples,
    logs,
    curves: curves.curves,
    connection,
    problem: problem ?? curves.problem,
  };
}
