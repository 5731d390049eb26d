'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { sweepAnswerSchema } from '@/lib/domain/answer';
import type { AnswerOptions } from '@/lib/domain/answerInput';
import type { SweepDetail } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { fetchJson } from './api';

/** The answer of a sweep, asked for again whenever one of its runs has come to its end. */
export function useAnswer({ sweep, runs }: Pick<SweepDetail, 'sweep' | 'runs'>, options: AnswerOptions = {}) {
  const query = new URLSearchParams();
  if (options.baseline !== undefined) query.set('baseline', String(options.baseline));
  if (options.target !== undefined) query.set('target', String(options.target));
  const ended = runs.filter(({ state }) => isFinal(state)).length;
  return useQuery({
    queryKey: ['answer', sweep.id, query.toString(), ended, runs.length],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/sweeps/${sweep.id}/answer?${query}`, sweepAnswerSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
