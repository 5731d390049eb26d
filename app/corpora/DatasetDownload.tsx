'use client';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import {
  type CorpusDownload,
  corpusDownloadListSchema,
  corpusDownloadSchema,
} from '@/lib/domain/corpusDownload';
import { fetchJson, messageOf, postJson } from '../client/api';
import { Notice } from '../components/Notice';
import { ServerSentence } from '../components/ServerSentence';
import { useFormats } from '../format/useFormats';
import styles from './corpora.module.css';

const pollMs = 500;
const address = '/api/v1/corpora/downloads';

/** Fetches a corpus from its publisher by one click: licence and size are said before, progress while it runs. */
export function DatasetDownload({
  initial,
  onImported,
}: {
  initial: CorpusDownload;
  onImported: (corpus: Corpus) => void;
}) {
  const words = useTranslations('corpora.download');
  const formats = useFormats();
  const [download, setDownload] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const isRunning = download.state === 'downloading' || download.state === 'importing';

  useEffect(() => {
    if (!isRunning) return undefined;
    const abort = new AbortController();
    const timer = setInterval(async () => {
      try {
        const list = await fetchJson(address, corpusDownloadListSchema, { signal: abort.signal });
        const now = list.downloads.find(({ dataset }) => dataset === initial.dataset);
        setProblem(undefined);
        if (!now) return;
        setDownload(now);
        if (now.state === 'done' && now.corpus) onImported(now.corpus);
      } catch (error) {
        if (!abort.signal.aborted) setProblem(messageOf(error));
      }
    }, pollMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [isRunning, initial.dataset, onImported]);

  const start = async () => {
    try {
      setProblem(undefined);
      setDownload(await postJson(address, { dataset: initial.dataset }, corpusDownloadSchema));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  return (
    <section className={styles['download']} aria-label={words('label', { title: download.title })}>
      <div className={styles['downloadRow']}>
        <button type="button" disabled={isRunning} onClick={() => void start()}>
          {words(download.state === 'done' ? 'again' : 'start', { title: download.title })}
        </button>
        <span className="soft small">
          {words('about', {
            licence: download.licence,
            size: formats.bytes(download.approximateBytes),
            host: new URL(download.url).host,
          })}
        </span>
      </div>
      <div aria-live="polite">
        {isRunning ? <Progress download={download} /> : null}
        {download.state === 'done' && download.corpus ? (
          <p>
            <Imported corpus={download.corpus} />
            {download.sha256 ? (
              <span className="soft small">
                {' · '}
                {words('archive')} <code>{download.sha256.slice(0, 16)}…</code>
              </span>
            ) : null}
          </p>
        ) : null}
      </div>
      {download.state === 'failed' && download.problem ? (
        <Notice kind="error">
          <ServerSentence>{download.problem}</ServerSentence>
        </Notice>
      ) : null}
      {problem ? (
        <Notice kind="error">
          <ServerSentence>{problem}</ServerSentence>
        </Notice>
      ) : null}
    </section>
  );
}

function Imported({ corpus }: { corpus: Corpus }) {
  const words = useTranslations('corpora.download');
  return words.rich('imported', {
    count: corpus.pairCount,
    corpus: () => (
      <Link href={`/corpora/${corpus.slug}`} translate="no">
        {corpus.name}
      </Link>
    ),
  });
}

function Progress({ download: { state, receivedBytes, totalBytes, title } }: { download: CorpusDownload }) {
  const words = useTranslations('corpora.download');
  const formats = useFormats();
  const received = formats.bytes(receivedBytes);
  return (
    <p>
      <progress
        aria-label={words('running', { title })}
        {...(totalBytes === null ? {} : { value: receivedBytes, max: totalBytes })}
      />{' '}
      {state === 'importing'
        ? words('storing')
        : totalBytes === null
          ? received
          : words('received', { received, total: formats.bytes(totalBytes) })}
    </p>
  );
}
