'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CurvesResponse } from '@/lib/domain/api';
import { messageOf } from './api';
import { type CurvesRefresher, curvesRefresher } from './curvesRefresher';
import { type CurvesOwner, type CurvesRequest, curvesKey, fetchCurves } from './curvesRequest';
import { usePointsFeed } from './pointsFeed';

export { curvesOf, runCurvesOf } from './curvesRequest';

/** Of each up to four points stay: more than two a pixel column of a panel would not be seen. */
const defaultBuckets = 200;
/** Curves are large: what no view has shown for so long is fetched again. */
const keptMs = 60_000;
const pageStaleMs = 5000;

export interface CurvesOptions {
  owner: CurvesOwner;
  metrics: readonly string[];
  /** Steps; only these are reduced to `buckets`, so that a zoomed chart shows what was left out before. */
  range?: { from: number; to: number } | undefined;
  buckets?: number | undefined;
  /** With the time of each point. */
  times?: boolean | undefined;
  enabled?: boolean | undefined;
  /** On a page without SweepProvider: asks again so often while the page is visible. */
  refreshEveryMs?: number | undefined;
}

export interface Curves {
  /** Empty until they have come. While another range or other metrics load, those of before. */
  curves: CurvesResponse;
  /** There is nothing to show yet of a metric. */
  isLoading: boolean;
  problem: string | undefined;
  /** These runs have new points: for a page that hears of them by itself. */
  refresh: (runIds: readonly string[]) => void;
}

const none: CurvesResponse = { runs: [] };

/**
 * Curves of some runs, kept while a person goes from view to view. Inside a SweepProvider they stay fresh by themselves:
 * of runs that have new points, and of no others (curvesRefresher).
 */
export function useCurves(options: CurvesOptions): Curves {
  const { owner, range, buckets = defaultBuckets, times = false, enabled = true, refreshEveryMs } = options;
  const client = useQueryClient();
  const feed = usePointsFeed();
  const request = useSteady<CurvesRequest>({
    owner,
    metrics: [...new Set(options.metrics)].sort(),
    range: range && { from: Math.floor(range.from), to: Math.ceil(range.to) },
    buckets,
    times,
  });
  const queryKey = useMemo(() => curvesKey(request), [request]);
  const isEmpty =
    request.metrics.length === 0 || ('runIds' in request.owner && request.owner.runIds.length === 0);
  const isEnabled = enabled && !isEmpty;

  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchCurves(request, { signal }),
    enabled: isEnabled,
    gcTime: keptMs,
    placeholderData: keepPreviousData,
    // What comes while no view shows it is said by SweepProvider, which marks it as stale.
    staleTime: feed ? Number.POSITIVE_INFINITY : pageStaleMs,
    refetchOnWindowFocus: feed === undefined,
    refetchInterval: refreshEveryMs ?? false,
    // Comparing hundreds of thousands of numbers one by one costs more than drawing them again.
    structuralSharing: false,
  });

  const [refreshError, setRefreshError] = useState<unknown>();
  const refresher = useRef<CurvesRefresher>(undefined);
  useEffect(() => {
    if (!isEnabled) return undefined;
    const current = curvesRefresher({
      client,
      queryKey,
      fetchRuns: (runIds) => fetchCurves(request, { runIds }),
      onSettled: setRefreshError,
    });
    refresher.current = current;
    return () => {
      refresher.current = undefined;
      current.stop();
    };
  }, [client, queryKey, request, isEnabled]);
  const refresh = useCallback(
    (runIds: readonly string[]) => refresher.current?.request(ownedRuns(request.owner, runIds)),
    [request],
  );
  useEffect(() => feed?.onPoints(refresh), [feed, refresh]);

  const curves = isEmpty ? none : (query.data ?? none);
  const error = query.error ?? refreshError;
  return {
    curves,
    isLoading:
      isEnabled && (query.isPending || (query.isPlaceholderData && lacksMetric(curves, request.metrics))),
    problem: isEnabled && error ? messageOf(error) : undefined,
    refresh,
  };
}

function ownedRuns(owner: CurvesOwner, runIds: readonly string[]): readonly string[] {
  if ('sweepId' in owner) return runIds;
  return runIds.filter((runId) => owner.runIds.includes(runId));
}

function lacksMetric({ runs }: CurvesResponse, metrics: readonly string[]): boolean {
  const known = new Set(runs.flatMap(({ curves }) => curves.map(({ metric }) => metric)));
  return metrics.some((metric) => !known.has(metric));
}

/** The same object until what it says changes: a caller may make it anew in every render. */
function useSteady<T>(value: T): T {
  const text = JSON.stringify(value);
  const [kept, setKept] = useState({ text, value });
  if (kept.text === text) return kept.value;
  setKept({ text, value });
  return value;
}
