'use client';
import { useTranslations } from 'use-intl';
import type { SweepRow } from '@/lib/domain/api';
import { sweepStates } from '@/lib/domain/run';
import { Check } from '../components/ui/Check';
import { Select } from '../components/ui/Select';
import { useFormats } from '../format/useFormats';
import { distinct, type ListState, sortings } from './listState';
import styles from './sweeps.module.css';

interface ListControlsProps {
  sweeps: readonly SweepRow[];
  state: ListState;
  /** A choice is a step that the browser's back button takes back; a letter of a search is not. */
  onChange: (change: Partial<ListState>, isStep: boolean) => void;
}

/** "Any" is an option of its own: an address that names a tag nobody has must still show what it filters by. */
const any = '';

export function ListControls({ sweeps, state, onChange }: ListControlsProps) {
  const words = useTranslations('sweeps');
  const states = useTranslations('states.run');
  const { language } = useFormats().locale;
  const tags = distinct(
    [...sweeps.flatMap((sweep) => sweep.tags), ...(state.tag ? [state.tag] : [])],
    language,
  );
  const corpora = distinct(
    [...sweeps.map(({ corpusSlug }) => corpusSlug), ...(state.corpus ? [state.corpus] : [])],
    language,
  );
  const options = (anyText: string, values: readonly string[]) => [
    { value: any, text: anyText },
    ...values.map((value) => ({ value, text: value })),
  ];
  return (
    <search className={styles['controls']} aria-label={words('tools')}>
      <input
        type="search"
        className={styles['search']}
        value={state.q}
        aria-label={words('search')}
        placeholder={words('searchHint')}
        onChange={(event) => onChange({ q: event.currentTarget.value }, false)}
      />
      <Select
        label={words('filters.state')}
        hideLabel
        value={state.state ?? any}
        options={[
          { value: any, text: words('filters.anyState') },
          ...sweepStates.map((value) => ({ value, text: states(value) })),
        ]}
        onChange={(value) => onChange({ state: value === any ? null : value }, true)}
      />
      {tags.length > 0 ? (
        <Select
          label={words('filters.tag')}
          hideLabel
          value={state.tag ?? any}
          options={options(words('filters.anyTag'), tags)}
          onChange={(tag) => onChange({ tag: tag || null }, true)}
        />
      ) : null}
      {corpora.length > 1 ? (
        <Select
          label={words('filters.corpus')}
          hideLabel
          value={state.corpus ?? any}
          options={options(words('filters.anyCorpus'), corpora)}
          onChange={(corpus) => onChange({ corpus: corpus || null }, true)}
        />
      ) : null}
      <Check checked={state.archived} onChange={(archived) => onChange({ archived }, true)}>
        {words('filters.archived')}
      </Check>
      <span className={styles['sort']}>
        <Select
          label={words('sort.label')}
          value={state.sort}
          options={sortings.map((value) => ({ value, text: words(`sort.${value}`) }))}
          onChange={(sort) => onChange({ sort }, true)}
        />
      </span>
    </search>
  );
}
