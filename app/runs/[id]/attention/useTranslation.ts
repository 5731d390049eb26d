'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type TranslateRequest, translateResponseSchema } from '@/lib/domain/translate';
import { postJson } from '../../../client/api';

interface SentenceToTranslate {
  runId: string;
  /** Of which parameters: another model gives another translation. */
  model: string;
  request: TranslateRequest;
}

/** The run's best model on one sentence; the same sentence is not translated twice. */
export function useTranslation({ runId, model, request }: SentenceToTranslate) {
  return useQuery({
    queryKey: ['translate', runId, model, request],
    queryFn: ({ signal }) =>
      postJson(`/api/v1/runs/${encodeURIComponent(runId)}/translate`, request, translateResponseSchema, {
        signal,
      }),
    enabled: request.text.trim() !== '' && model !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
    // Why it failed stands on the page, with a button to try again.
    retry: false,
  });
}

/** Whether something has been going on for longer than a person expects. */
export function useIsSlow(isGoing: boolean, afterMs: number): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isGoing) return undefined;
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isGoing, afterMs]);
  return isSlow;
}
