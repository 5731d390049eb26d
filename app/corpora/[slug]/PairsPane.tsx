'use client';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { CorpusDetail } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { pairSearchSchema } from '@/lib/domain/corpusAnalysis';
import { type Split, splits } from '@/lib/domain/metric';
import { Notice } from '../../components/Notice';
import { ServerSentence } from '../../components/ServerSentence';
import { Segments } from '../../components/ui/Segments';
import { absent } from '../../format/formats';
import { useNames } from '../../format/useFormats';
import { type AnalysisState, analysisQuery } from './analysisState';
import styles from './corpus.module.css';
import { matchParts } from './matchParts';
import { useAnswer } from './useAnswer';

const pageSize = 50;
const parsers = {
  query: parseAsString.withDefault(''),
  in: parseAsStringLiteral(['all', ...splits]).withDefault('all'),
  /** From 1. */
  page: parseAsInteger.withDefault(1),
};

/** Pairs of the corpus with the split that each is in: searched, or spread over the whole corpus. */
export function PairsPane({
  corpus,
  state,
  examples,
  saidProblem,
}: {
  corpus: Corpus;
  state: AnalysisState;
  /** Shown where the corpus cannot be split. */
  examples: CorpusDetail['examples'];
  /** A problem that the page says already. */
  saidProblem: string | undefined;
}) {
  const words = useTranslations('corpus.pairs');
  const names = useNames();
  const id = useId();
  const [view, setView] = useQueryStates(parsers, { history: 'replace' });
  const parameters = new URLSearchParams(analysisQuery(state));
  parameters.set('query', view.query);
  if (view.in !== 'all') parameters.set('split', view.in);
  parameters.set('offset', String((Math.max(1, view.page) - 1) * pageSize));
  parameters.set('limit', String(pageSize));
  const { value, problem, pending } = useAnswer(
    `/api/v1/corpora/${encodeURIComponent(corpus.id)}/pairs?${parameters}`,
    pairSearchSchema,
    { debounceMs: 150 },
  );
  const pages = Math.max(1, Math.ceil((value?.total ?? 0) / pageSize));
  return (
    <>
      <search className={styles['typing']}>
        <label htmlFor={id} className="visually-hidden">
          {words('search')}
        </label>
        <input
          id={id}
          type="search"
          placeholder={words('searchBoth')}
          maxLength={200}
          value={view.query}
          onChange={(event) => void setView({ query: event.currentTarget.value || null, page: null })}
        />
        <Segments
          label={words('split')}
          value={view.in}
          options={(['all', ...splits] as const).map((split) => ({
            value: split,
            text: split === 'all' ? words('all') : names.split(`${split}/`),
          }))}
          onChange={(split) => void setView({ in: split, page: null })}
        />
        <span className="soft" aria-live="polite">
          {value ? words('count', { count: value.total }) : ''}
        </span>
      </search>
      {problem && problem !== saidProblem ? (
        <Notice kind="error">
          <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      <div data-stale={pending || undefined} className={styles['answer']}>
        {value ? <PairTable pairs={value.pairs} query={view.query} corpus={corpus} /> : null}
        {!value && problem ? <PairTable pairs={examples} query="" corpus={corpus} /> : null}
        {!value && !problem ? <p className="soft">{words('reading')}</p> : null}
      </div>
      {pages > 1 ? (
        <nav className={styles['pages']} aria-label={words('pages')}>
          <button
            type="button"
            disabled={view.page <= 1}
            onClick={() => void setView({ page: view.page - 1 })}
          >
            {words('before')}
          </button>
          <span className="soft">{words('page', { page: view.page, pages })}</span>
          <button
            type="button"
            disabled={view.page >= pages}
            onClick={() => void setView({ page: view.page + 1 })}
          >
            {words('after')}
          </button>
        </nav>
      ) : null}
    </>
  );
}

interface ShownPair {
  source: string;
  target: string;
  attribution?: string | null;
  split?: Split;
}

function PairTable({ pairs, query, corpus }: { pairs: readonly ShownPair[]; query: string; corpus: Corpus }) {
  const words = useTranslations('corpus.pairs');
  const names = useNames();
  if (pairs.length === 0) {
    return (
      <p className="soft">
        {query ? words.rich('noMatch', { query: () => <span translate="no">{query}</span> }) : words('none')}
      </p>
    );
  }
  return (
    <table className={styles['pairs']}>
      <thead>
        <tr>
          <th scope="col">{words('source')}</th>
          <th scope="col">{words('target')}</th>
          <th scope="col">{words('split')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same pair can be there twice
          <tr key={index} title={pair.attribution ?? undefined}>
            <td lang={corpus.sourceLanguage} translate="no">
              <Matched text={pair.source} query={query} />
            </td>
            <td lang={corpus.targetLanguage} translate="no">
              <Matched text={pair.target} query={query} />
            </td>
            <td className="soft">{pair.split ? names.split(`${pair.split}/`) : absent}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Matched({ text, query }: { text: string; query: string }) {
  return matchParts(text, query).map((part) =>
    part.matches ? (
      <mark key={part.offset} className={styles['match']}>
        {part.text}
      </mark>
    ) : (
      <span key={part.offset}>{part.text}</span>
    ),
  );
}
