'use client';
import { useEffect, useState } from 'react';
import type { ImportPreview } from '@/lib/domain/corpusImport';
import { messageOf } from '../../client/api';
import { previewCorpus } from '../../client/uploadCorpus';
import type { ImportDraft } from './importDraft';

export interface PreviewState {
  /** The newest answer; kept while a newer one is on its way. */
  preview: ImportPreview | undefined;
  /** Why there is no answer to what the form says now. */
  problem: string | undefined;
  pending: boolean;
}

const debounceMs = 200;

/** Reads the files' beginnings on the server, again after every change; an answer to older options is dropped. */
export function useImportPreview({ files, options }: Pick<ImportDraft, 'files' | 'options'>): PreviewState {
  const [state, setState] = useState<PreviewState>({ preview: undefined, problem: undefined, pending: true });
  useEffect(() => {
    const abort = new AbortController();
    setState((last) => ({ ...last, pending: true }));
    const timer = setTimeout(async () => {
      try {
        const preview = await previewCorpus({ files, options }, { signal: abort.signal });
        setState({ preview, problem: undefined, pending: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        setState((last) => ({ ...last, problem: messageOf(error), pending: false }));
      }
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [files, options]);
  return state;
}
