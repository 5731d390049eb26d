'use client';
import { parseAsArrayOf, parseAsBoolean, parseAsFloat, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isFinal } from '@/lib/domain/run';
import { ChartPanel } from '../charts/ChartPanel';
import { CrosshairSlider } from '../charts/CrosshairSlider';
import { createCrosshair } from '../charts/crosshair';
import { sharedExtent } from '../charts/extent';
import { dashOf } from '../charts/palette';
import { pointsOf, positionsOf, type Series, xAxes } from '../charts/series';
import { curvesOf, runCurvesOf, useCurves } from '../client/useCurves';
import { Notice } from '../components/Notice';
import { Check } from '../components/ui/Check';
import { Segments } from '../components/ui/Segments';
import { Skeleton } from '../components/ui/Skeleton';
import { useNames } from '../format/useFormats';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';

const quantities = ['loss', 'accuracy', 'bleu', 'chrf'] as const;
const refreshMs = 5000;

const curvesParsers = {
  y: parseAsStringLiteral(quantities).withDefault('loss'),
  x: parseAsStringLiteral(xAxes).withDefault('epoch'),
  log: parseAsBoolean.withDefault(false),
  logx: parseAsBoolean.withDefault(false),
  zoom: parseAsArrayOf(parseAsFloat).withOptions({ history: 'replace' }),
};

/** Train and test of one quantity on the same axes, a line a run. */
export function CompareCurves({ runs }: { runs: readonly ComparedRun[] }) {
  const words = useTranslations('compare.curves');
  const names = useNames();
  const [query, set] = useQueryStates(curvesParsers, { history: 'push' });
  const [crosshair] = useState(createCrosshair);
  const metrics = useMemo(() => [`train/${query.y}`, `test/${query.y}`], [query.y]);
  const owner = useMemo(() => ({ runIds: runs.map(({ id }) => id) }), [runs]);
  const { curves, isLoading, problem } = useCurves({
    owner,
    metrics,
    times: query.x === 'time',
    refreshEveryMs: runs.every(({ detail }) => isFinal(detail.run.state)) ? undefined : refreshMs,
  });
  const zoom = useMemo((): [number, number] | undefined => {
    const [from, to] = query.zoom ?? [];
    return from === undefined || to === undefined ? undefined : [from, to];
  }, [query.zoom]);
  const axes = useMemo(
    () => ({ x: query.x, logY: query.log, logX: query.logx }),
    [query.x, query.log, query.logx],
  );
  const panels = useMemo(
    () =>
      metrics.map((metric) => ({
        metric,
        lines: runs.flatMap(({ id, letter, look, name, detail }): Series[] => {
          const entry = runCurvesOf(curves, id);
          const curve = curvesOf(curves, id, metric);
          if (!entry || !curve) return [];
          return [
            {
              id: `${id} ${metric}`,
              label: name,
              group: letter,
              look,
              dash: dashOf(metric),
              total: curve.total,
              shown: curve.shown,
              bestX: bestX(query.x, detail.run.result),
              ...pointsOf(curve, axes, entry),
            },
          ];
        }),
      })),
    [metrics, runs, curves, axes, query.x],
  );
  const all = panels.map(({ lines }) => lines);
  const extent = sharedExtent(all, axes.logY, { logX: axes.logX, zoom });
  const positions = positionsOf(all);
  return (
    <section aria-labelledby="curves-title">
      <h2 id="curves-title">{words('title')}</h2>
      <div className={styles['controls']}>
        <Segments
          label={words('quantity')}
          value={query.y}
          options={quantities.map((value) => ({ value, text: names.quantity(`test/${value}`) }))}
          onChange={(y) => void set({ y })}
        />
        <Segments
          label={words('x')}
          value={query.x}
          options={xAxes.map((value) => ({ value, text: words(`xAxes.${value}`) }))}
          onChange={(x) => void set({ x, zoom: null })}
        />
        <Check checked={query.log} onChange={(log) => void set({ log: log || null })}>
          {words('logY')}
        </Check>
        <Check checked={query.logx} onChange={(logx) => void set({ logx: logx || null })}>
          {words('logX')}
        </Check>
      </div>
      {problem ? (
        <Notice kind="warning">
          {words('old')}{' '}
          <span lang="en" translate="no">
            {problem}
          </span>
        </Notice>
      ) : null}
      {isLoading && curves.runs.length === 0 ? (
        <Skeleton lines={8} />
      ) : (
        <>
          <CrosshairSlider crosshair={crosshair} positions={positions} xAxis={query.x} />
          <div className={styles['panels']}>
            {panels.map(({ metric, lines }) => (
              <ChartPanel
                key={metric}
                title={names.metric(metric)}
                metric={metric}
                series={lines}
                extent={lines.length > 0 ? extent : undefined}
                xAxis={query.x}
                logY={axes.logY}
                logX={axes.logX}
                zoom={zoom}
                onZoom={(range) => void set({ zoom: range ?? null })}
                crosshair={crosshair}
                positions={positions}
                directLabels
              />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** Where the ring of the chosen step stands; on the other axes it is not known. */
function bestX(
  x: (typeof xAxes)[number],
  { bestStep, bestEpoch }: ComparedRun['detail']['run']['result'],
): number | undefined {
  if (x === 'epoch') return bestEpoch ?? undefined;
  return x === 'step' ? (bestStep ?? undefined) : undefined;
}
