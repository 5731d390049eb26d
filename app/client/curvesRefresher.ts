import type { QueryClient } from '@tanstack/react-query';
import type { CurvesResponse } from '@/lib/domain/api';
import { type Clock, coalesce } from './coalesce';
import { withRenewedRuns } from './curvesRequest';

const leastEveryMs = 1000;
const mostEveryMs = 5000;
/** Drawing what came takes the page this part of its time at most; a slow page shows news later instead of hanging. */
const mostShare = 0.1;

export interface CurvesRefresherOptions {
  client: QueryClient;
  queryKey: readonly unknown[];
  fetchRuns: (runIds: readonly string[]) => Promise<CurvesResponse>;
  /** After each try, with what went wrong. */
  onSettled: (error: unknown) => void;
  clock?: Clock;
  /** How long the page takes to draw what `apply` changes; a parameter for tests. */
  timeDrawing?: (apply: () => void) => Promise<number>;
}

export interface CurvesRefresher {
  /** These runs have new points. */
  request(runIds: readonly string[]): void;
  stop(): void;
}

/**
 * Renews the curves of runs that have new points in a query's data: at most once a second, less often where drawing them
 * takes long, only of the runs that were named since the last time, and not while the page is hidden, which is caught up
 * with when it is seen again.
 */
export function curvesRefresher(options: CurvesRefresherOptions): CurvesRefresher {
  const { client, queryKey, fetchRuns, onSettled, clock, timeDrawing = timeUntilPainted } = options;
  let everyMs = leastEveryMs;
  const dirty = new Set<string>();
  const refresh = coalesce(
    async () => {
      if (document.hidden || dirty.size === 0) return;
      const runIds = [...dirty];
      dirty.clear();
      try {
        // A whole answer that is on its way may be older than what is fetched now, and must not come after it.
        await client
          .getQueryCache()
          .find({ queryKey })
          ?.promise?.catch(() => undefined);
        const renewed = await fetchRuns(runIds);
        const drawingMs = await timeDrawing(() => {
          client.setQueryData<CurvesResponse>(
            queryKey,
            (curves) => curves && withRenewedRuns(curves, renewed),
          );
        });
        everyMs = Math.min(mostEveryMs, Math.max(leastEveryMs, drawingMs / mostShare));
        onSettled(undefined);
      } catch (error) {
        for (const runId of runIds) dirty.add(runId);
        onSettled(error);
        // These may have been the last points: nobody will ask again.
        refresh.request();
      }
    },
    () => everyMs,
    clock,
  );
  const onVisible = () => {
    if (!document.hidden && dirty.size > 0) refresh.request();
  };
  document.addEventListener('visibilitychange', onVisible);
  return {
    request(runIds) {
      for (const runId of runIds) dirty.add(runId);
      if (dirty.size > 0) refresh.request();
    },
    stop() {
      document.removeEventListener('visibilitychange', onVisible);
      refresh.stop();
    },
  };
}

/** A page that is hidden meanwhile paints nothing. */
const longestPaintMs = 2000;

function timeUntilPainted(apply: () => void): Promise<number> {
  const startedMs = performance.now();
  apply();
  return new Promise((resolve) => {
    const done = () => resolve(performance.now() - startedMs);
    setTimeout(done, longestPaintMs);
    // The task after a frame begins when the frame has been painted.
    requestAnimationFrame(() => setTimeout(done));
  });
}
