'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CrosshairSlider } from '../../../charts/CrosshairSlider';
import { createCrosshair } from '../../../charts/crosshair';
import { positionsOf } from '../../../charts/series';
import { useCurves } from '../../../client/useCurves';
import { AxisControls } from '../../../components/AxisControls';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useNames } from '../../../format/useFormats';
import { stepRange } from '../../../sweeps/[id]/curves/stepRange';
import { RunPanels } from '../RunPanels';
import { useRun } from '../RunProvider';
import styles from '../run.module.css';
import { runSeries, splitPanels, trainingPanels } from '../runSeries';
import { useAxisState } from '../useAxisState';
import { Headline } from './Headline';
import { NothingMeasured } from './NothingMeasured';
import { WholeTest } from './WholeTest';

const metrics = [...splitPanels, ...trainingPanels].flat();

/** How the run goes: its numbers, its curves, its scores on the whole test split. */
export function Overview() {
  const words = useTranslations('run');
  const curveWords = useTranslations('curves');
  const names = useNames();
  const { run } = useRun().detail;
  const state = useAxisState('epoch');
  const [crosshair] = useState(createCrosshair);
  const whole = useCurves({ owner: { runIds: [run.id] }, metrics, times: true });
  const range = stepRange(state.zoom, state.axes.x, whole.curves);
  const part = useCurves({
    owner: { runIds: [run.id] },
    metrics,
    times: true,
    range,
    enabled: range !== undefined,
  });
  const shown = range && part.curves.runs.length > 0 ? part.curves : whole.curves;
  const longest = Math.max(0, ...whole.curves.runs.flatMap(({ curves }) => curves.map(({ total }) => total)));
  const problem = whole.problem ?? part.problem;

  if (whole.isLoading) return <Skeleton lines={8} />;
  return (
    <>
      {problem ? (
        <Notice kind="warning">
          {words('old')} <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      {longest === 0 ? (
        <NothingMeasured run={run} />
      ) : (
        <>
          <Headline run={run} />
          <section aria-label={words('overview.curves')}>
            <div className={styles['sectionHead']}>
              <h2>{words('overview.curves')}</h2>
              <AxisControls
                axes={state.axes}
                onAxes={state.setAxes}
                smoothing={state.smoothing}
                onSmoothing={state.setSmoothing}
              >
                {state.zoom ? (
                  <button type="button" onClick={() => state.setZoom(undefined)}>
                    {words('overview.resetZoom')}
                  </button>
                ) : null}
                {state.smoothing.kind === 'none' ? null : (
                  <span className="soft small">{curveWords('smoothedNote')}</span>
                )}
              </AxisControls>
            </div>
            {longest === 1 ? <p className="soft">{words('states.onePoint')}</p> : null}
            <CrosshairSlider
              crosshair={crosshair}
              positions={positionsOf(
                splitPanels.map((panel) => runSeries(run, shown, panel, { ...state, names })),
              )}
              xAxis={state.axes.x}
            />
            <RunPanels run={run} curves={shown} panels={splitPanels} state={state} crosshair={crosshair} />
            <RunPanels
              run={run}
              curves={shown}
              panels={trainingPanels}
              state={state}
              crosshair={crosshair}
              compact
            />
          </section>
          <section className={styles['section']} aria-label={words('whole.title')}>
            <WholeTest run={run} />
          </section>
        </>
      )}
    </>
  );
}
