'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CurvesResponse, curvesResponseSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from './api';
import { coalesce } from './coalesce';

/** Points a curve at most: two a pixel column of a panel would not be seen. */
const buckets = 400;
const refetchMs = 1000;

/** Curves of a sweep or a run (`owner` is its API address), with a refetch that is coalesced to one a second. */
export function useCurves(owner: string, metrics: readonly string[], initial: CurvesResponse) {
  const [curves, setCurves] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const url = `${owner}/curves?metrics=${encodeURIComponent(metrics.join(','))}&buckets=${buckets}`;
  const refetcher = useRef<ReturnType<typeof coalesce>>(undefined);
  useEffect(() => {
    const current = coalesce(async () => {
      try {
        setCurves(await fetchJson(url, curvesResponseSchema));
        setProblem(undefined);
      } catch (error) {
        setProblem(messageOf(error));
      }
    }, refetchMs);
    refetcher.current = current;
    return () => current.stop();
  }, [url]);
  const refetch = useCallback(() => refetcher.current?.request(), []);
  return { curves, refetch, problem };
}
