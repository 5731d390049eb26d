'use client';
import { useTranslations } from 'use-intl';
import type { RunRow } from '@/lib/domain/api';
import { Check } from '../../../components/ui/Check';
import { Segments } from '../../../components/ui/Segments';
import { Select } from '../../../components/ui/Select';
import { useFormats, useNames } from '../../../format/useFormats';
import { FilmControls } from '../../../translations/FilmControls';
import type { Film } from '../../../translations/useFilm';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { runOfKey } from './tellingRuns';
import styles from './translations.module.css';
import {
  lineCounts,
  type SentenceFilter,
  sentenceFilters,
  usePassingState,
  useTranslationsState,
} from './translationsState';

const splits = ['test', 'train'] as const;
/** Stands for the reference in the list of what translations can be held against. */
const reference = '';

/** What of the sample is shown, and what it is held against. */
export function SampleControls({ film, runs }: { film: Film; runs: readonly RunRow[] }) {
  const words = useTranslations('translations');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const [{ split, against, only, scores, lines }, setState] = useTranslationsState();
  const [{ q }, setPassing] = usePassingState();
  const opponent = runOfKey(detail.runs, against);
  // The run that was chosen stays in the list when it is no longer among the lines.
  const opponents = opponent && !runs.includes(opponent) ? [...runs, opponent] : runs;
  return (
    <>
      <div className={styles['controls']}>
        <Segments
          label={words('split')}
          value={split}
          options={splits.map((value) => ({ value, text: words(value) }))}
          onChange={(next) => void setState({ split: next })}
        />
        <FilmControls film={film} />
      </div>
      <div className={styles['controls']}>
        <Select
          label={words('sample.against')}
          value={opponent ? runKey(opponent) : reference}
          options={[
            { value: reference, text: words('sample.theReference') },
            ...opponents.map((run) => ({
              value: runKey(run),
              text: `${names.shortVariant(run.levels)} · ${words('sample.seed', { seed: run.seed })}`,
            })),
          ]}
          onChange={(next) => void setState({ against: next === reference ? null : next })}
        />
        <Select<SentenceFilter>
          label={words('sample.only')}
          value={only}
          options={sentenceFilters.map((value) => ({ value, text: words(`sample.${value}`) }))}
          onChange={(next) => void setState({ only: next })}
        />
        <Select
          label={words('sample.lines')}
          value={String(lines)}
          options={[...new Set([...lineCounts, lines])].map((count) => ({
            value: String(count),
            text: formats.count(count),
          }))}
          onChange={(next) => void setState({ lines: Number(next) })}
        />
        <Check checked={scores} onChange={(next) => void setState({ scores: next })}>
          {words('sample.scores')}
        </Check>
        <input
          type="search"
          data-search
          aria-label={words('sample.search')}
          placeholder={words('sample.search')}
          value={q}
          onChange={(event) => void setPassing({ q: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
