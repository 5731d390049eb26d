'use client';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useId } from 'react';
import type { CorpusDetail } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import { pairSearchSchema } from '@/lib/domain/corpusAnalysis';
import { type Split, splits } from '@/lib/domain/metric';
import { Notice } from '../../components/Notice';
import { absent, formatCount, plural } from '../../format/numbers';
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
          Search pairs
        </label>
        <input
          id={id}
          type="search"
          placeholder="Search in both languages"
          maxLength={200}
          value={view.query}
          onChange={(event) => void setView({ query: event.currentTarget.value || null, page: null })}
        />
        <fieldset className={styles['segments']}>
          <legend className="visually-hidden">Split</legend>
          {(['all', ...splits] as const).map((split) => (
            <button
              key={split}
              type="button"
              aria-pressed={view.in === split}
              onClick={() => void setView({ in: split, page: null })}
            >
              {split}
            </button>
          ))}
        </fieldset>
        <span className="soft" aria-live="polite">
          {value ? plural(value.total, 'pair') : ''}
        </span>
      </search>
      {problem && problem !== saidProblem ? <Notice kind="error">{problem}</Notice> : null}
      <div data-stale={pending || undefined} className={styles['answer']}>
        {value ? <PairTable pairs={value.pairs} query={view.query} corpus={corpus} /> : null}
        {!value && problem ? <PairTable pairs={examples} query="" corpus={corpus} /> : null}
        {!value && !problem ? <p className="soft">reading the pairs …</p> : null}
      </div>
      {pages > 1 ? (
        <nav className={styles['pages']} aria-label="Pages of pairs">
          <button
            type="button"
            disabled={view.page <= 1}
            onClick={() => void setView({ page: view.page - 1 })}
          >
            ‹ before
          </button>
          <span className="soft">
            page {formatCount(view.page)} of {formatCount(pages)}
          </span>
          <button
            type="button"
            disabled={view.page >= pages}
            onClick={() => void setView({ page: view.page + 1 })}
          >
            after ›
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
  if (pairs.length === 0) {
    const what = query
      ? `No pair contains “${query}” here; capitals and small letters are the same.`
      : 'No pair here.';
    return <p className="soft">{what}</p>;
  }
  return (
    <table className={styles['pairs']}>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Target</th>
          <th scope="col">Split</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same pair can be there twice
          <tr key={index} title={pair.attribution ?? undefined}>
            <td lang={corpus.sourceLanguage}>
              <Matched text={pair.source} query={query} />
            </td>
            <td lang={corpus.targetLanguage}>
              <Matched text={pair.target} query={query} />
            </td>
            <td className="soft">{pair.split ?? absent}</td>
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
