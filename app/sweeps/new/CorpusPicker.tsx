'use client';
import { useState } from 'react';
import type { Corpus } from '@/lib/domain/corpus';
import { CorpusDrop } from '../../components/CorpusDrop';
import { GeneratedBadge } from '../../components/GeneratedBadge';
import { plural } from '../../format/numbers';
import styles from './form.module.css';

export function CorpusPicker({
  initial,
  value,
  problem,
  onPick,
}: {
  initial: Corpus[];
  value: string;
  problem: string | undefined;
  onPick: (slug: string) => void;
}) {
  const [corpora, setCorpora] = useState(initial);
  return (
    <fieldset className={styles['section']}>
      <legend>Corpus</legend>
      {corpora.map((corpus) => (
        <label key={corpus.id} className={styles['corpus']}>
          <input
            type="radio"
            name="corpus"
            value={corpus.slug}
            checked={corpus.slug === value}
            onChange={() => onPick(corpus.slug)}
          />
          <span>
            {corpus.name} <GeneratedBadge corpus={corpus} />{' '}
            <span className="soft">
              {corpus.sourceLanguage} → {corpus.targetLanguage}, {plural(corpus.pairCount, 'pair')}
            </span>
          </span>
        </label>
      ))}
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
