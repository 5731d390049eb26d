'use client';
import { useQueries } from '@tanstack/react-query';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { hypothesesResponseSchema, samplesResponseSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from '../client/api';
import { Notice } from '../components/Notice';
import { ScrollX } from '../components/ScrollX';
import { Check } from '../components/ui/Check';
import { Select } from '../components/ui/Select';
import { Skeleton } from '../components/ui/Skeleton';
import { useFormats } from '../format/useFormats';
import { MarkedText } from '../translations/MarkedText';
import { MarksLegend } from '../translations/MarksLegend';
import styles from './compare.module.css';
import type { ComparedRun } from './compared';
import { RunHeadings } from './RunHeadings';
import {
  newestTestSample,
  type RunTranslations,
  type SharedSentence,
  sharedSentences,
} from './sharedSentences';

/** Sentences that are shown at once, and added by "more". */
const pageSize = 20;

/** The same sentences by every run, with what differs marked. */
export function CompareTranslations({ runs }: { runs: readonly ComparedRun[] }) {
  const words = useTranslations('compare.translations');
  const formats = useFormats();
  const searchId = useId();
  const [query, set] = useQueryStates(
    {
      only: parseAsBoolean.withDefault(true),
      text: parseAsString.withDefault('').withOptions({ history: 'replace' }),
      against: parseAsString.withDefault('run'),
    },
    { history: 'push' },
  );
  const [pages, setPages] = useState(1);
  const isWhole = runs.every(({ detail }) => detail.run.tested.best !== null);
  const { translations, isLoading, problem } = useTranslationsOf(runs, isWhole);
  const shared = sharedSentences(translations);
  const needle = query.text.toLowerCase();
  const found = shared.filter(
    ({ differs, source, references, hypotheses }) =>
      (differs || !query.only) &&
      [source, ...references, ...hypotheses].some((text) => text?.toLowerCase().includes(needle)),
  );
  const shown = found.slice(0, pages * pageSize);
  const [first] = runs;
  const isAgainstReference = query.against === 'reference';
  return (
    <div>
      <h2 id="translations-title">{words('title')}</h2>
      <p className="soft small">
        {isAgainstReference ? words('withReference') : words('help', { letter: first?.letter ?? '' })}{' '}
        {isWhole ? null : words('sample')} {isAgainstReference ? <MarksLegend kind="differences" /> : null}
      </p>
      <div className={styles['controls']}>
        <span>
          <label htmlFor={searchId} className="visually-hidden">
            {words('search')}
          </label>
          <input
            id={searchId}
            type="search"
            placeholder={words('search')}
            value={query.text}
            onChange={(event) => void set({ text: event.currentTarget.value || null })}
          />
        </span>
        <Select
          label={words('against')}
          value={isAgainstReference ? 'reference' : 'run'}
          options={[
            { value: 'run', text: words('runText', { letter: first?.letter ?? '' }) },
            { value: 'reference', text: words('referenceText') },
          ]}
          onChange={(against) => void set({ against })}
        />
        <Check checked={query.only} onChange={(only) => void set({ only: only ? null : false })}>
          {words('only')}
        </Check>
        <span className="soft" role="status">
          {words('shown', { shown: formats.count(found.length), all: shared.length })}
        </span>
      </div>
      {problem ? (
        <Notice kind="error">
          <span lang="en" translate="no">
            {problem}
          </span>
        </Notice>
      ) : null}
      {isLoading ? (
        <Skeleton lines={6} />
      ) : shown.length === 0 ? (
        <p>{words(shared.length === 0 ? 'noneShared' : 'none')}</p>
      ) : (
        <>
          <SentencesTable runs={runs} sentences={shown} isAgainstReference={isAgainstReference} />
          {found.length > shown.length ? (
            <button type="button" onClick={() => setPages(pages + 1)}>
              {words('more')}
            </button>
          ) : null}
        </>
      )}
    </div>
  );
}

function SentencesTable({
  runs,
  sentences,
  isAgainstReference,
}: {
  runs: readonly ComparedRun[];
  sentences: readonly SharedSentence[];
  isAgainstReference: boolean;
}) {
  const words = useTranslations('compare.translations');
  const corpus = runs[0]?.detail.corpus;
  if (!corpus) return null;
  return (
    <ScrollX labelledBy="translations-title">
      <table className={styles['sentences']}>
        <thead>
          <tr>
            <th scope="col">{words('source')}</th>
            <th scope="col">{words('reference')}</th>
            <RunHeadings runs={runs} />
          </tr>
        </thead>
        <tbody>
          {sentences.map(({ source, references, hypotheses }) => (
            <tr key={source}>
              <th scope="row" lang={corpus.sourceLanguage} translate="no">
                {source}
              </th>
              <td lang={corpus.targetLanguage} translate="no">
                {references.join(' / ')}
              </td>
              {runs.map(({ id }, at) => {
                const text = hypotheses[at];
                const against = isAgainstReference ? references[0] : at === 0 ? undefined : hypotheses[0];
                return (
                  <td key={id}>
                    {text === undefined ? (
                      <span className="soft">{words('notTranslated')}</span>
                    ) : (
                      <MarkedText
                        text={text}
                        against={against}
                        language={corpus.targetLanguage}
                        showMissing={isAgainstReference}
                        references={references}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

/** The whole test split where every run has been tested on it, else the newest sample of each. */
function useTranslationsOf(
  runs: readonly ComparedRun[],
  isWhole: boolean,
): { translations: RunTranslations[]; isLoading: boolean; problem: string | undefined } {
  const answers = useQueries({
    queries: runs.map(({ id }) => ({
      queryKey: ['translations', isWhole ? 'whole' : 'newest', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchTranslations(id, isWhole, signal),
      staleTime: 30_000,
    })),
  });
  const failed = answers.find(({ error }) => error !== null);
  return {
    translations: answers.flatMap(({ data }) => data ?? []),
    isLoading: answers.some(({ isPending }) => isPending),
    problem: failed?.error ? messageOf(failed.error) : undefined,
  };
}

async function fetchTranslations(
  runId: string,
  isWhole: boolean,
  signal: AbortSignal,
): Promise<RunTranslations> {
  if (isWhole) {
    const { sentences } = await fetchJson(
      `/api/v1/runs/${runId}/hypotheses?moment=best`,
      hypothesesResponseSchema,
      { signal },
    );
    return { runId, sentences };
  }
  const { samples } = await fetchJson(`/api/v1/runs/${runId}/samples`, samplesResponseSchema, { signal });
  return { runId, sentences: newestTestSample(samples) };
}
