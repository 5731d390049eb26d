'use client';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import { CorpusDrop } from '../../components/CorpusDrop';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import styles from './form.module.css';
import type { FieldProblem } from './usePreview';

/** More corpora than this are searched instead of read through. */
const fewCorpora = 8;

export function CorpusPicker({
  initial,
  value,
  problem,
  onPick,
}: {
  initial: Corpus[];
  value: string;
  problem: FieldProblem;
  onPick: (slug: string) => void;
}) {
  const words = useTranslations('newSweep');
  const searchId = useId();
  const [corpora, setCorpora] = useState(initial);
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const matching = corpora.filter(
    ({ name, slug }) => name.toLowerCase().includes(wanted) || slug.includes(wanted),
  );
  const picked = corpora.find(({ slug }) => slug === value);
  // What is picked stays in sight, whatever is searched.
  const shown = picked && !matching.includes(picked) ? [picked, ...matching] : matching;
  return (
    <fieldset className={styles['section']}>
      <legend>{words('corpus.title')}</legend>
      {corpora.length > fewCorpora ? (
        <div className={styles['corpusSearch']}>
          <label htmlFor={searchId} className="visually-hidden">
            {words('corpus.search')}
          </label>
          <input
            id={searchId}
            type="search"
            placeholder={words('corpus.search')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {value !== '' && !picked ? (
        <p className={styles['problem']}>
          {words.rich('corpus.absent', { name: () => <code translate="no">{value}</code> })}
        </p>
      ) : null}
      {corpora.length === 0 ? <p className="soft">{words('corpus.none')}</p> : null}
      {corpora.length > 0 && matching.length === 0 ? (
        <p className="soft" role="status">
          {words('corpus.noMatch')}
        </p>
      ) : null}
      <div className={styles['corpora']}>
        {shown.map((corpus) => (
          <label key={corpus.id} className={styles['corpus']}>
            <input
              type="radio"
              name="corpus"
              value={corpus.slug}
              checked={corpus.slug === value}
              onChange={() => onPick(corpus.slug)}
            />
            <span>
              <span translate="no">{corpus.name}</span> <GeneratedBadge corpus={corpus} />{' '}
              <span className="soft">
                <span translate="no">
                  {corpus.sourceLanguage} → {corpus.targetLanguage}
                </span>
                {' · '}
                {words('corpus.pairs', { count: corpus.pairCount })}
              </span>
            </span>
          </label>
        ))}
      </div>
      {problem ? (
        <p className={styles['problem']} role="alert">
          {problem}
        </p>
      ) : null}
      <CorpusDrop
        onImported={(corpus) => {
          setCorpora((known) => [...known.filter((other) => other.id !== corpus.id), corpus]);
          onPick(corpus.slug);
        }}
      />
    </fieldset>
  );
}
