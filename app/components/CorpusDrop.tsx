'use client';
import Link from 'next/link';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Corpus } from '@/lib/domain/corpus';
import { messageOf } from '../client/api';
import { uploadCorpus } from '../client/uploadCorpus';
import { removedTexts } from '../corpora/removedText';
import { useFormats } from '../format/useFormats';
import styles from './components.module.css';
import { ImportForm } from './corpusImport/ImportForm';
import { draftOf, type ImportDraft } from './corpusImport/importDraft';
import { Notice } from './Notice';
import { ServerSentence } from './ServerSentence';

type Upload =
  | { state: 'none' }
  | { state: 'sending'; sentBytes: number; totalBytes: number }
  | { state: 'done'; corpus: Corpus }
  | { state: 'failed'; message: ReactNode };

/** Imports sentence pairs from files dropped here or chosen in a dialogue; a preview comes before anything is stored. */
export function CorpusDrop({ onImported }: { onImported: (corpus: Corpus) => void }) {
  const words = useTranslations('corpora.drop');
  const formats = useFormats();
  const [draft, setDraft] = useState<ImportDraft>();
  const [upload, setUpload] = useState<Upload>({ state: 'none' });
  const [over, setOver] = useState(false);
  const inputId = useId();
  const isSending = upload.state === 'sending';

  const take = (files: readonly File[]) => {
    if (files.length === 0 || isSending) return;
    const taken = draftOf(files);
    setDraft(taken);
    setUpload(
      taken ? { state: 'none' } : { state: 'failed', message: words('tooMany', { count: files.length }) },
    );
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
      const files = formats.list(sent.files.map((file) => file.name));
      const message = words.rich('refused', {
        files: () => <span translate="no">{files}</span>,
        reason: () => <ServerSentence>{messageOf(error)}</ServerSentence>,
      });
      setUpload({ state: 'failed', message });
    }
  };

  return (
    <section
      className={styles['drop']}
      data-over={over || undefined}
      aria-label={words('label')}
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
        <span>{words('prompt')}</span>
        {/* The browser's own button and "no file chosen" speak its language, not the page's. */}
        <input
          id={inputId}
          type="file"
          multiple
          className="visually-hidden"
          disabled={isSending}
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        <label htmlFor={inputId} className={`button ${styles['chooseFile']}`}>
          {words('choose')}
        </label>
      </div>
      <p className="small soft">{words('formats')}</p>
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
  const words = useTranslations('corpora.drop');
  const formats = useFormats();
  return (
    <p>
      <progress value={sentBytes} max={totalBytes || 1} aria-label={words('sendingFile')} />{' '}
      {sentBytes < totalBytes
        ? words('sending', { sent: formats.bytes(sentBytes), total: formats.bytes(totalBytes) })
        : words('storing')}
    </p>
  );
}

function Done({ corpus }: { corpus: Corpus }) {
  const words = useTranslations('corpora');
  const removed = removedTexts(corpus.removed, words);
  return (
    <>
      <p>
        {words.rich(removed.length === 0 ? 'drop.importedWhole' : 'drop.importedPart', {
          pairs: corpus.pairCount,
          sources: corpus.distinctSources,
          corpus: () => (
            <Link href={`/corpora/${corpus.slug}`} translate="no">
              {corpus.name}
            </Link>
          ),
        })}
      </p>
      {removed.length > 0 ? (
        <ul className={styles['removed']}>
          {removed.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
