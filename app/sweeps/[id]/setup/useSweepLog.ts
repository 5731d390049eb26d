'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type LogLevel, sweepLogSchema } from '@/lib/domain/sweepLog';
import { fetchJson } from '../../../client/api';

const pageLines = 200;
const askAgainMs = 3000;

export interface LogChoice {
  /** Empty: every level. */
  levels: readonly LogLevel[];
  /** undefined: every run. */
  runId: string | undefined;
  text: string;
}

/** A sweep's log, page after page into the past; asked for again while `isActive` and only the newest page is shown. */
export function useSweepLog(sweepId: string, choice: LogChoice, isActive: boolean) {
  const query = useInfiniteQuery({
    queryKey: ['sweepLog', sweepId, choice],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(logUrl(sweepId, choice, pageParam), sweepLogSchema, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.before ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isActive && (state.data?.pages.length ?? 0) < 2 ? askAgainMs : false),
  });
  const lines = useMemo(() => query.data?.pages.flatMap((page) => page.lines), [query.data]);
  return { ...query, lines };
}

/** @param before 0: the newest lines */
function logUrl(sweepId: string, { levels, runId, text }: LogChoice, before: number): string {
  const query = new URLSearchParams({ limit: String(pageLines) });
  if (levels.length > 0) query.set('levels', levels.join(','));
  if (runId !== undefined) query.set('runs', runId);
  if (text !== '') query.set('text', text);
  if (before > 0) query.set('before', String(before));
  return `/api/v1/sweeps/${encodeURIComponent(sweepId)}/logs?${query}`;
}
