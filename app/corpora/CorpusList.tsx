'use client';
import Link from 'next/link';
import { useCallback, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AbsentCorpus, corpusListSchema } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import type { CorpusDownload } from '@/lib/domain/corpusDownload';
import { fetchJson, messageOf } from '../client/api';
import { CorpusDrop } from '../components/CorpusDrop';
import { GeneratedBadge } from '../components/GeneratedBadge';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { ScrollX } from '../components/ScrollX';
import { ServerSentence } from '../components/ServerSentence';
import { EmptyState } from '../components/ui/EmptyState';
import { absent } from '../format/formats';
import { useFormats } from '../format/useFormats';
import styles from './corpora.module.css';
import { DatasetDownload } from './DatasetDownload';
import { removedText } from './removedText';

/** More corpora than this are searched instead of read through. */
const fewCorpora = 8;

export function CorpusList({
  initial,
  missing,
  downloads,
}: {
  initial: Corpus[];
  /** Corpora that ship with the program and that this installation lacks. */
  missing: AbsentCorpus[];
  downloads: CorpusDownload[];
}) {
  const words = useTranslations('corpora');
  const searchId = useId();
  const [query, setQuery] = useState('');
  const [corpora, setCorpora] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const reload = useCallback(async () => {
    try {
      setCorpora((await fetchJson('/api/v1/corpora', corpusListSchema)).corpora);
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, []);
  const wanted = query.trim().toLowerCase();
  const shown = corpora.filter(({ name, slug, origin }) =>
    `${name}\n${slug}\n${origin}`.toLowerCase().includes(wanted),
  );
  const onImported = useCallback(() => void reload(), [reload]);
  return (
    <>
      <PageHeader title={words('title')} lead={words('lead')} />
      <CorpusDrop onImported={onImported} />
      {downloads.map((download) => (
        <DatasetDownload key={download.dataset} initial={download} onImported={onImported} />
      ))}
      {problem ? (
        <Notice kind="warning">
          {words('mayBeOld')} <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
      {corpora.length === 0 ? (
        <EmptyState title={words('empty')}>
          <p>{words('emptyHelp')}</p>
        </EmptyState>
      ) : null}
      {corpora.length > fewCorpora ? (
        <search className={styles['list']}>
          <label htmlFor={searchId} className="visually-hidden">
            {words('search')}
          </label>
          <input
            id={searchId}
            type="search"
            placeholder={words('search')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </search>
      ) : null}
      {corpora.length > 0 && shown.length === 0 ? (
        <p className="soft" role="status">
          {words('noMatch', { query })}
        </p>
      ) : null}
      {shown.length > 0 ? <CorpusTable corpora={shown} /> : null}
      {missing.map(({ name, reason }) => (
        <p key={name} className="small soft">
          {words.rich('missing', {
            name: () => <span translate="no">{name}</span>,
            reason: () => <ServerSentence>{reason}</ServerSentence>,
          })}
        </p>
      ))}
    </>
  );
}

function CorpusTable({ corpora }: { corpora: readonly Corpus[] }) {
  const words = useTranslations('corpora');
  const formats = useFormats();
  return (
    <ScrollX className={`scroll-x ${styles['list']}`} label={words('list')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words('name')}</th>
            <th scope="col">{words('languages')}</th>
            <th scope="col" className="number">
              {words('pairs')}
            </th>
            <th scope="col" className="number">
              {words('distinctSources')}
            </th>
            <th scope="col">{words('leftOut')}</th>
            <th scope="col">{words('licence')}</th>
            <th scope="col" className="number">
              {words('size')}
            </th>
          </tr>
        </thead>
        <tbody>
          {corpora.map((corpus) => (
            <tr key={corpus.id}>
              <td>
                <Link href={`/corpora/${corpus.slug}`} translate="no">
                  {corpus.name}
                </Link>{' '}
                <GeneratedBadge corpus={corpus} />
                <div className="small soft" translate="no">
                  {corpus.origin}
                </div>
              </td>
              <td translate="no">
                {corpus.sourceLanguage} → {corpus.targetLanguage}
              </td>
              <td className="number">{formats.count(corpus.pairCount)}</td>
              <td className="number">{formats.count(corpus.distinctSources)}</td>
              <td>{removedText(corpus.removed, words, formats)}</td>
              <td translate="no">{corpus.licence || absent}</td>
              <td className="number">{formats.bytes(corpus.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
