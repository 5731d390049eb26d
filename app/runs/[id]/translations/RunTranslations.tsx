'use client';
import Link from 'next/link';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../../client/api';
import { Notice } from '../../../components/Notice';
import { ServerSentence } from '../../../components/ServerSentence';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { Skeleton } from '../../../components/ui/Skeleton';
import { FilmControls } from '../../../translations/FilmControls';
import { MarksLegend } from '../../../translations/MarksLegend';
import { useFilm } from '../../../translations/useFilm';
import { useRun } from '../RunProvider';
import styles from '../run.module.css';
import { useSamples } from '../useSamples';
import { FrameTable } from './FrameTable';
import { epochsOf, frameOf } from './film';

const splits = ['test', 'train'] as const;
const marks = ['changes', 'differences'] as const;
const parsers = {
  split: parseAsStringLiteral(splits).withDefault('test'),
  mark: parseAsStringLiteral(marks).withDefault('changes'),
  /** Without it, the newest epoch, also while new ones come. */
  epoch: parseAsInteger,
};

/** The same fixed sentences after every epoch, as a film: one watches the model learn. */
export function RunTranslations() {
  const words = useTranslations('translations');
  const runWords = useTranslations('run.translations');
  const { run, corpus } = useRun().detail;
  const [{ split, mark, epoch }, setView] = useQueryStates(parsers, { history: 'replace' });
  const { data, error } = useSamples(run.id);
  const samples = data?.samples;
  const epochs = useMemo(() => epochsOf(samples ?? [], split), [samples, split]);
  const film = useFilm({ epochs, chosen: epoch, onChosen: (next) => void setView({ epoch: next }) });
  const frames = useMemo(
    () => (samples && film.epoch !== undefined ? frameOf(samples, split, film.epoch) : []),
    [samples, split, film.epoch],
  );
  const exact = frames.filter((frame) => frame.exact).length;

  return (
    <section aria-label={words('title')} onKeyDown={film.onKeyDown}>
      <div className={styles['controls']}>
        <Segments
          label={words('split')}
          value={split}
          options={splits.map((value) => ({ value, text: words(value) }))}
          onChange={(next) => void setView({ split: next })}
        />
        <FilmControls film={film} />
        <Select
          label={runWords('mark')}
          value={mark}
          options={marks.map((value) => ({ value, text: runWords(value) }))}
          onChange={(next) => void setView({ mark: next })}
        />
        <Link href={`/sweeps/${run.sweepId}/translations`}>{runWords('across')}</Link>
      </div>
      {error ? (
        <Notice kind="error">
          <ServerSentence>{messageOf(error)}</ServerSentence>
        </Notice>
      ) : null}
      {samples === undefined ? (
        error ? null : (
          <Skeleton lines={8} />
        )
      ) : frames.length === 0 ? (
        <EmptyState title={words('noneYet')}>
          <p>{words('noneYetText')}</p>
        </EmptyState>
      ) : (
        <>
          <p className="small soft">
            {runWords('exactCount', { count: exact, all: frames.length })} · <MarksLegend kind={mark} />
          </p>
          <FrameTable frames={frames} corpus={corpus} mark={mark} />
        </>
      )}
    </section>
  );
}
