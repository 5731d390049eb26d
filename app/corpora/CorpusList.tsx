'use client';
import Link from 'next/link';
import { useCallback, useState } from 'react';
import { type AbsentCorpus, corpusListSchema } from '@/lib/domain/api';
import type { Corpus } from '@/lib/domain/corpus';
import type { CorpusDownload } from '@/lib/domain/corpusDownload';
import { fetchJson, messageOf } from '../client/api';
import { CorpusDrop } from '../components/CorpusDrop';
import { GeneratedBadge } from '../components/GeneratedBadge';
import { Notice } from '../components/Notice';
import { PageHeader } from '../components/PageHeader';
import { absent, formatBytes, formatCount } from '../format/numbers';
import styles from './corpora.module.css';
import { DatasetDownload } from './DatasetDownload';
import { removedText } from './removedText';

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
  const onImported = useCallback(() => void reload(), [reload]);
  return (
    <>
      <PageHeader
        title="Corpora"
        lead="Sentence pairs to learn from. Test sentences are held out by their source."
      />
      <CorpusDrop onImported={onImported} />
      {downloads.map((download) => (
        <DatasetDownload key={download.dataset} initial={download} onImported={onImported} />
      ))}
      {problem ? <Notice kind="warning">This list may be old. {problem}</Notice> : null}
      <div className={`scroll-x ${styles['list']}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Corpus</th>
              <th scope="col">Languages</th>
              <th scope="col" className="number">
                Pairs
              </th>
              <th scope="col" className="number">
                Distinct sources
              </th>
              <th scope="col">Left out on import</th>
              <th scope="col">Licence</th>
              <th scope="col" className="number">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {corpora.map((corpus) => (
              <tr key={corpus.id}>
                <td>
                  <Link href={`/corpora/${corpus.slug}`}>{corpus.name}</Link>{' '}
                  <GeneratedBadge corpus={corpus} />
                  <div className="small soft">{corpus.origin}</div>
                </td>
                <td>
                  {corpus.sourceLanguage} → {corpus.targetLanguage}
                </td>
                <td className="number">{formatCount(corpus.pairCount)}</td>
                <td className="number">{formatCount(corpus.distinctSources)}</td>
                <td>{removedText(corpus.removed)}</td>
                <td>{corpus.licence || absent}</td>
                <td className="number">{formatBytes(corpus.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {missing.map(({ name, reason }) => (
        <p key={name} className="small soft">
          The corpus “{name}” is not here: {reason}.
        </p>
      ))}
    </>
  );
}
