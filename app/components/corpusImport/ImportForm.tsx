'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { ImportPreview } from '@/lib/domain/corpusImport';
import { isPreviewWhole } from '../../client/uploadCorpus';
import { useFormats } from '../../format/useFormats';
import type { Words } from '../../i18n/words';
import { Notice } from '../Notice';
import { ServerSentence } from '../ServerSentence';
import styles from './corpusImport.module.css';
import { FilterOptions } from './FilterOptions';
import type { ImportDraft } from './importDraft';
import { PreviewTable } from './PreviewTable';
import { ReadingOptions } from './ReadingOptions';
import { useImportPreview } from './useImportPreview';

/** What would be imported, before anything is stored: the first pairs, and everything about them that can be changed. */
export function ImportForm({
  draft,
  onChange,
  onImport,
  onCancel,
}: {
  draft: ImportDraft;
  onChange: (draft: ImportDraft) => void;
  onImport: () => void;
  onCancel: () => void;
}) {
  const words = useTranslations('corpora.import');
  const formats = useFormats();
  const nameId = useId();
  const { preview, problem, pending } = useImportPreview(draft);
  const isWhole = isPreviewWhole(draft.files);
  const canImport = preview !== undefined && preview.problem === null && draft.name.trim() !== '';
  return (
    <section className={styles['form']} aria-label={words('label')} aria-busy={pending}>
      <h3>
        <span translate="no">{draft.files.map((file) => file.name).join(' → ')}</span>{' '}
        <span className="soft">{formats.bytes(draft.files.reduce((sum, file) => sum + file.size, 0))}</span>
        {preview?.detected?.archiveEntry ? (
          <span className="soft"> {words('archiveEntry', { name: preview.detected.archiveEntry })}</span>
        ) : null}
        {draft.files.length > 1 ? (
          <button
            type="button"
            className="quiet"
            onClick={() => onChange({ ...draft, files: draft.files.toReversed() })}
          >
            {words('swap')}
          </button>
        ) : null}
      </h3>
      <div className={styles['settings']}>
        <ReadingOptions
          options={draft.options}
          detected={preview?.detected ?? null}
          onChange={(options) => onChange({ ...draft, options })}
        />
        <FilterOptions options={draft.options} onChange={(options) => onChange({ ...draft, options })} />
      </div>
      <div className={styles['answer']} data-stale={pending || undefined} aria-live="polite">
        {problem ? (
          <Notice kind="error">
            <ServerSentence>{problem}</ServerSentence>
          </Notice>
        ) : null}
        {preview ? (
          <PreviewTable
            preview={preview}
            isWhole={isWhole}
            sourceLanguage={draft.options.sourceLanguage ?? 'en'}
            targetLanguage={draft.options.targetLanguage ?? 'zh'}
          />
        ) : problem ? null : (
          <p className="soft">{words('reading')}</p>
        )}
      </div>
      <div className={styles['commit']}>
        <label htmlFor={nameId}>{words('name')}</label>
        <input
          id={nameId}
          translate="no"
          value={draft.name}
          maxLength={120}
          aria-invalid={draft.name.trim() === ''}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        />
        <button type="button" className="primary" disabled={!canImport || pending} onClick={onImport}>
          {importText(preview, isWhole, words)}
        </button>
        <button type="button" onClick={onCancel}>
          {words('cancel')}
        </button>
      </div>
    </section>
  );
}

/** The number of pairs is known only where the preview saw the whole file. */
function importText(
  preview: ImportPreview | undefined,
  isWhole: boolean,
  words: Words<'corpora.import'>,
): string {
  if (preview?.problem) return words('start');
  return preview && isWhole ? words('startPairs', { count: preview.pairsRead }) : words('startWhole');
}
