'use client';
import { useId, useState } from 'react';
import type { Corpus } from '@/lib/domain/corpus';
import { messageOf } from '../client/api';
import { uploadCorpus } from '../client/uploadCorpus';
import { formatBytes, formatCount } from '../format/numbers';
import styles from './components.module.css';
import { Notice } from './Notice';

type Upload =
  | { state: 'idle' }
  | { state: 'sending'; file: string; sentBytes: number; totalBytes: number }
  | { state: 'done'; corpus: Corpus }
  | { state: 'failed'; file: string; message: string };

/** Imports a tab-separated file of sentence pairs, dropped here or chosen from a dialogue. */
export function CorpusDrop({ onImported }: { onImported: (corpus: Corpus) => void }) {
  const [upload, setUpload] = useState<Upload>({ state: 'idle' });
  const [over, setOver] = useState(false);
  const inputId = useId();

  const send = async (file: File | undefined) => {
    if (!file) return;
    setUpload({ state: 'sending', file: file.name, sentBytes: 0, totalBytes: file.size });
    try {
      const corpus = await uploadCorpus(file, (sentBytes) =>
        setUpload({ state: 'sending', file: file.name, sentBytes, totalBytes: file.size }),
      );
      setUpload({ state: 'done', corpus });
      onImported(corpus);
    } catch (error) {
      setUpload({ state: 'failed', file: file.name, message: messageOf(error) });
    }
  };

  return (
    <section
      className={styles['drop']}
      data-over={over || undefined}
      aria-label="Import sentence pairs"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send(event.dataTransfer.files[0]);
      }}
    >
      <div className={styles['dropRow']}>
        <label htmlFor={inputId}>Drop a Tatoeba or Anki file here, or choose one:</label>
        <input
          id={inputId}
          type="file"
          accept=".tsv,.txt,.csv,text/tab-separated-values,text/plain"
          disabled={upload.state === 'sending'}
          onChange={(event) => {
            void send(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <p className="small soft">
        Tab-separated, UTF-8, one pair a line: English, Chinese, and optionally an attribution.
      </p>
      <div aria-live="polite">
        {upload.state === 'sending' ? (
          <p>
            <progress
              value={upload.sentBytes}
              max={upload.totalBytes || 1}
              aria-label={`Sending ${upload.file}`}
            />{' '}
            {upload.sentBytes < upload.totalBytes
              ? `sending ${upload.file}: ${formatBytes(upload.sentBytes)} of ${formatBytes(upload.totalBytes)}`
              : `reading ${upload.file} …`}
          </p>
        ) : null}
        {upload.state === 'done' ? (
          <p>
            Imported {upload.corpus.name}: {formatCount(upload.corpus.pairCount)} pairs,{' '}
            {formatCount(upload.corpus.distinctSources)} distinct sources
            {Object.entries(upload.corpus.removed).map(
              ([what, count]) => `; left out ${formatCount(count)} ${what}`,
            )}
            .
          </p>
        ) : null}
      </div>
      {upload.state === 'failed' ? (
        <Notice kind="error">
          {upload.file} was not imported. {upload.message}
        </Notice>
      ) : null}
    </section>
  );
}
