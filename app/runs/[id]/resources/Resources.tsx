'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { createCrosshair } from '../../../charts/crosshair';
import { curvesOf, useCurves } from '../../../client/useCurves';
import { AxisControls } from '../../../components/AxisControls';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats } from '../../../format/useFormats';
import { RunPanels } from '../RunPanels';
import { useRun } from '../RunProvider';
import styles from '../run.module.css';
import { resourcePanels } from '../runSeries';
import { useAxisState } from '../useAxisState';
import { maximumOf, meanOf } from './overTime';

const metrics = resourcePanels.flat();

/** What the run takes from its machine, over wall time. */
export function Resources() {
  const words = useTranslations('run.resources');
  const runWords = useTranslations('run');
  const formats = useFormats();
  const { run, facts } = useRun().detail;
  const state = useAxisState('time');
  const [crosshair] = useState(createCrosshair);
  const { curves, isLoading, problem } = useCurves({ owner: { runIds: [run.id] }, metrics, times: true });
  if (isLoading) return <Skeleton lines={8} />;

  const valuesOf = (metric: string) => curvesOf(curves, run.id, metric)?.values ?? [];
  const fact = (text: string, metric: string, value: number | undefined) =>
    value === undefined ? [] : [{ text, value: formats.metric(metric, value) }];
  const gpu = valuesOf('system/gpuShare');
  const cores = meanOf(valuesOf('system/cpuShare'));
  const gpuShare = meanOf(gpu);
  const totals = [
    ...(run.durationMs > 0 ? [{ text: words('time'), value: formats.duration(run.durationMs) }] : []),
    ...fact(
      words('throughput'),
      'throughput/tokensPerSecond',
      meanOf(valuesOf('throughput/tokensPerSecond')),
    ),
    ...fact(words('memory'), 'system/rssBytes', maximumOf(valuesOf('system/rssBytes'))),
    ...(cores === undefined ? [] : [{ text: words('processor'), value: formats.fixed(cores, 2) }]),
    ...(gpuShare === undefined ? [] : [{ text: words('gpu'), value: formats.percent(gpuShare, 0) }]),
    ...fact(words('gpuMemory'), 'system/gpuMemoryBytes', maximumOf(valuesOf('system/gpuMemoryBytes'))),
  ];
  const engine = facts?.environment['engine'];
  const together = Number(facts?.environment['replicas'] ?? 1);
  const isMeasured = curves.runs.some((entry) => entry.curves.length > 0);
  return (
    <>
      {problem ? (
        <Notice kind="warning">
          {runWords('old')} <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      {isMeasured ? (
        <>
          <h2>{words('title')}</h2>
          <dl className={styles['totals']}>
            {totals.map(({ text, value }) => (
              <div key={text}>
                <dt>{text}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {together > 1 ? (
            <p className="small soft">{words('together', { count: formats.count(together) })}</p>
          ) : null}
          {gpu.length === 0 && engine ? <p className="small soft">{words('noGpu', { engine })}</p> : null}
          <div className={styles['sectionHead']}>
            <h2>{words('curves')}</h2>
            <AxisControls
              axes={state.axes}
              onAxes={state.setAxes}
              smoothing={state.smoothing}
              onSmoothing={state.setSmoothing}
            />
          </div>
          <RunPanels
            run={run}
            curves={curves}
            panels={resourcePanels.filter(([metric]) => valuesOf(metric).length > 0)}
            state={state}
            crosshair={crosshair}
          />
        </>
      ) : (
        <EmptyState title={words('none')} />
      )}
    </>
  );
}
