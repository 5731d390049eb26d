'use client';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { fetchJson, messageOf } from './api';

/** Asks again every intervalMs while the page is visible; keeps the last answer where one fails, and says so. */
export function usePolling<T extends z.ZodType>(
  url: string,
  schema: T,
  initial: z.infer<T>,
  intervalMs: number,
): { data: z.infer<T>; problem: string | undefined } {
  const [data, setData] = useState(initial);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    const timer = setInterval(async () => {
      if (document.hidden) return;
      try {
        setData(await fetchJson(url, schema, { signal: abort.signal }));
        setProblem(undefined);
      } catch (error) {
        if (!abort.signal.aborted) setProblem(messageOf(error));
      }
    }, intervalMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [url, schema, intervalMs]);
  return { data, problem };
}
