'use client';
import Link from 'next/link';
import { useId, useState } from 'react';
import type { Corpus } from '@/lib/domain/corpus';
import { messageOf } from '../client/api';
import { uploadCorpus } from '../client/uploadCorpus';
import { formatBytes, formatCount, plural } from '../format/numbers';
import styles from './components.module.css';
import { ImportForm } from './corpusImport/ImportForm';
import { draftOf, type ImportDraft } from './corpusImport/importDraft';
import { Notice } from './Notice';

type Upload =
  | { state: 'none' }
  | { state: 'sending'; sentBytes: number; totalBytes: number }
  | { state: 'done'; corpus: Corpus }
  | { state: 'failed'; message: string };

/** Imports sentence pairs from files dropped here or chosen in a dialogue; a preview comes before anything is stored. */
export function CorpusDrop({ onImported }: { onImported: (corpus: Corpus) => void }) {
  const [draft, setDraft] = useState<ImportDraft>();
  const [upload, setUpload] = useState<Upload>({ state: 'none' });
  const [over, setOver] = useState(false);
  const inputId = useId();
  const isSending = upload.state === 'sending';

  const take = (files: readonly File[]) => {
    if (files.length === 0 || isSending) return;
    const taken = draftOf(files);
    setDraft(typeof taken === 'string' ? undefined : taken);
    setUpload(typeof taken === 'string' ? { state: 'failed', message: taken } : { state: 'none' });
  };
  const send = async (sent: ImportDraft) => {
    const totalBytes = sent.files.reduce((sum, file) => sum + file.size, 0);
    setUpload({ state: 'sending', sentBytes: 0, totalBytes });
    try {
      const corpus = await uploadCorpus(sent, (sentBytes) =>
        setUpload({ state: 'sending', sentBytes, totalBytes }),
      );
      setUpload({ state: 'done', corpus });
      setDraft(undefined);
      onImported(corpus);
    } catch (error) {
      const files = sent.files.map((file) => file.name).join(' and ');
      setUpload({ state: 'failed', message: `${files} was not imported. ${messageOf(error)}` });
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
        take([...event.dataTransfer.files]);
      }}
    >
      <div className={styles['dropRow']}>
        <label htmlFor={inputId}>Drop a file of sentence pairs here, or choose one:</label>
        <input
          id={inputId}
          type="file"
          multiple
          disabled={isSending}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <p className="small soft">
        Tatoeba or Anki (TSV), CSV, TMX, JSON Lines or gettext PO, plain or packed as .zip or .gz; two
        line-aligned files together (Moses). Nothing is stored before you have seen what is in it.
      </p>
      {draft && !isSending ? (
        <ImportForm
          draft={draft}
          onChange={setDraft}
          onImport={() => void send(draft)}
          onCancel={() => {
            setDraft(undefined);
            setUpload({ state: 'none' });
          }}
        />
      ) : null}
      <div aria-live="polite">
        {upload.state === 'sending' ? <Sending {...upload} /> : null}
        {upload.state === 'done' ? <Done corpus={upload.corpus} /> : null}
      </div>
      {upload.state === 'failed' ? <Notice kind="error">{upload.message}</Notice> : null}
    </section>
  );
}

function Sending({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }) {
  return (
    <p>
      <progress value={sentBytes} max={totalBytes || 1} aria-label="Sending the file" />{' '}
      {sentBytes < totalBytes
        ? `sending: ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
        : 'reading and storing …'}
    </p>
  );
}

function Done({ corpus }: { corpus: Corpus }) {
  const removed = Object.entries(corpus.removed).filter(([, count]) => count > 0);
  return (
    <>
      <p>
        Imported <Link href={`/corpora/${corpus.slug}`}>{corpus.name}</Link>:{' '}
        {plural(corpus.pairCount, 'pair')}, {plural(corpus.distinctSources, 'distinct source')}
        {removed.length === 0 ? '; nothing was left out.' : '; left out:'}
      </p>
      {removed.length > 0 ? (
        <ul className={styles['removed']}>
          {removed.map(([what, count]) => (
            <li key={what}>
              {formatCount(count)} {what}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
