'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { type PreviewResponse, previewResponseSchema } from '@/lib/domain/api';
import { ApiError, messageOf, postJson } from '../../client/api';
import { type FormState, parseSeeds, specOf } from './formState';

/** What stands beside a field that the sweep cannot be made of. */
export type FieldProblem = ReactNode;

export interface FormProblem {
  /** The server's sentence; undefined where the seeds cannot be read, before anything is sent. */
  message: string | undefined;
  path: string | undefined;
}

export interface Preview {
  /** The newest expansion that worked; kept while the form is being mended. */
  expansion: PreviewResponse | undefined;
  problem: FormProblem | undefined;
  /** An answer to what the form says now has not come yet. */
  pending: boolean;
}

const debounceMs = 250;

export function problemOf(error: unknown): FormProblem {
  return { message: messageOf(error), path: error instanceof ApiError ? error.path : undefined };
}

/** Expands the form's sweep on the server, a quarter of a second after the last change. */
export function usePreview(state: FormState): Preview {
  const [preview, setPreview] = useState<Preview>({
    expansion: undefined,
    problem: undefined,
    pending: true,
  });
  useEffect(() => {
    const seeds = parseSeeds(state.seeds);
    if (!seeds.ok) {
      setPreview((last) => ({ ...last, problem: { message: undefined, path: 'seeds' }, pending: false }));
      return undefined;
    }
    setPreview((last) => ({ ...last, pending: true }));
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const expansion = await postJson(
          '/api/v1/sweeps/preview',
          specOf(state, seeds.seeds),
          previewResponseSchema,
          { signal: abort.signal },
        );
        setPreview({ expansion, problem: undefined, pending: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        setPreview((last) => ({ ...last, problem: problemOf(error), pending: false }));
      }
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [state]);
  return preview;
}
