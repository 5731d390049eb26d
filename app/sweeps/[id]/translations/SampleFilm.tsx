'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats, useNames } from '../../../format/useFormats';
import { useFilm } from '../../../translations/useFilm';
import { RunPicker } from '../RunPicker';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import { SampleControls } from './SampleControls';
import { SampleGroup } from './SampleGroup';
import { reportRanking, tellingRuns } from './tellingRuns';
import styles from './translations.module.css';
import { usePassingState, useTranslationsState } from './translationsState';
import { useSweepSamples } from './useSweepSamples';

/** The fixed sentences across variants, as a film over epochs. */
export function SampleFilm() {
  const words = useTranslations('translations');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { isShown, baseline } = useSelection();
  const [{ split, lines }] = useTranslationsState();
  const [{ epoch }, setPassing] = usePassingState();
  const { objective } = detail.spec;
  const { report } = objective;

  const chosen = useMemo(() => detail.runs.filter(isShown), [detail.runs, isShown]);
  const runs = useMemo(
    () => tellingRuns(chosen, { count: lines, baseline, ranking: reportRanking(objective) }),
    [chosen, lines, baseline, objective],
  );
  const { samples, epochs, isReady, problem } = useSweepSamples({ split, epoch });
  const film = useFilm({
    epochs,
    chosen: epoch,
    onChosen: (value) => void setPassing({ epoch: value }),
    isReady,
  });

  const body = () => {
    if (runs.length === 0) {
      return (
        <EmptyState title={words('sample.noneChosen')}>
          <p>{words('sample.noneChosenText')}</p>
        </EmptyState>
      );
    }
    if (samples === undefined) return problem ? null : <Skeleton lines={8} />;
    if (samples.groups.length === 0) {
      return (
        <EmptyState title={words('noneYet')}>
          <p>{words('noneYetText')}</p>
        </EmptyState>
      );
    }
    return (
      <>
        <p className="soft small">
          {runs.length < chosen.length
            ? words('sample.chosen', {
                shown: runs.length,
                count: formats.count(chosen.length),
                metric: names.metric(report),
              })
            : words('sample.chosenAll', { count: runs.length, metric: names.metric(report) })}
        </p>
        {samples.groups.length > 1 ? <Notice kind="note">{words('sample.groupsDiffer')}</Notice> : null}
        {samples.groups.map((group) => (
          <SampleGroup key={group.runs[0]?.runId ?? ''} group={group} runs={runs} epoch={film.epoch} />
        ))}
      </>
    );
  };

  return (
    <div className={styles['columns']}>
      <RunPicker />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are short ways to the buttons inside */}
      <div className={styles['main']} onKeyDown={film.onKeyDown}>
        <SampleControls film={film} runs={runs} />
        {problem ? (
          <Notice kind="error">
            <ServerSentence>{problem}</ServerSentence>
          </Notice>
        ) : null}
        {body()}
      </div>
    </div>
  );
}
