'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../client/api';

export type ServerState = { state: 'reachable' } | { state: 'offline' | 'silent'; sinceMs: number };

const checkEveryMs = 20_000;
const firstRetryMs = 2000;
const slowestRetryMs = 30_000;
/** A server that is busy answers late; one that is gone does not answer. */
const patienceMs = 10_000;

/**
 * Whether the browser has a network and the server answers. While all is well it is asked now and then, and only on
 * a page that is in sight; while it is not, with growing pauses until it is back.
 */
export function useServerState(): ServerState {
  const queries = useQueryClient();
  const [state, setState] = useState<ServerState>({ state: 'reachable' });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retryMs = firstRetryMs;
    let lastAnswerMs = Date.now();
    let isChecking = false;
    const end = new AbortController();

    const plan = (delayMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(check, delayMs);
    };
    const fail = (kind: 'offline' | 'silent') => {
      setState((last) =>
        last.state === kind
          ? last
          : { state: kind, sinceMs: last.state === 'reachable' ? lastAnswerMs : last.sinceMs },
      );
      plan(retryMs);
      retryMs = Math.min(2 * retryMs, slowestRetryMs);
    };
    const check = async () => {
      if (isChecking || end.signal.aborted) return;
      if (document.hidden && retryMs === firstRetryMs) return plan(checkEveryMs);
      if (!navigator.onLine && !isLocal()) return fail('offline');
      isChecking = true;
      const isAnswered = await answers(end.signal);
      isChecking = false;
      if (end.signal.aborted) return undefined;
      if (!isAnswered) return fail(navigator.onLine ? 'silent' : 'offline');
      lastAnswerMs = Date.now();
      retryMs = firstRetryMs;
      setState((last) => {
        // What failed meanwhile is asked for again.
        if (last.state !== 'reachable') void queries.invalidateQueries();
        return { state: 'reachable' };
      });
      return plan(checkEveryMs);
    };
    const checkNow = () => void check();
    const unsubscribe = queries.getQueryCache().subscribe(({ query }) => {
      const { error } = query.state;
      if (error instanceof ApiError && error.code === 'server_unreachable' && retryMs === firstRetryMs)
        checkNow();
    });
    window.addEventListener('online', checkNow);
    window.addEventListener('offline', checkNow);
    document.addEventListener('visibilitychange', checkNow);
    plan(checkEveryMs);
    return () => {
      end.abort();
      clearTimeout(timer);
      unsubscribe();
      window.removeEventListener('online', checkNow);
      window.removeEventListener('offline', checkNow);
      document.removeEventListener('visibilitychange', checkNow);
    };
  }, [queries]);

  return state;
}

/** A dashboard on this machine needs no network. */
function isLocal(): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(window.location.hostname);
}

async function answers(signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch('/api/v1/health', {
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    return response.ok;
  } catch {
    return false;
  }
}
