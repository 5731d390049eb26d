'use client';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { fetchJson, messageOf } from '../../client/api';

export interface Answer<T> {
  /** The newest answer; kept while a newer one is on its way. */
  value: T | undefined;
  /** Why there is no answer to the newest question. */
  problem: string | undefined;
  pending: boolean;
}

/** Asks the API again whenever the address changes, after a short rest; answers to older questions are dropped. */
export function useAnswer<T extends z.ZodType>(
  url: string,
  schema: T,
  { debounceMs = 0, init }: { debounceMs?: number; init?: RequestInit } = {},
): Answer<z.infer<T>> {
  const [answer, setAnswer] = useState<Answer<z.infer<T>>>({
    value: undefined,
    problem: undefined,
    pending: true,
  });
  useEffect(() => {
    const abort = new AbortController();
    setAnswer((last) => ({ ...last, pending: true }));
    const timer = setTimeout(async () => {
      try {
        const value = await fetchJson(url, schema, { ...init, signal: abort.signal });
        setAnswer({ value, problem: undefined, pending: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        setAnswer((last) => ({ ...last, problem: messageOf(error), pending: false }));
      }
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [url, schema, debounceMs, init]);
  return answer;
}
