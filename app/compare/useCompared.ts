'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type RunDetails, runDetailsSchema } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { fetchJson, messageOf } from '../client/api';
import { useFormats, useNames } from '../format/useFormats';
import { type ComparedRun, comparedRuns, mostCompared } from './compared';

const refreshMs = 5000;

export interface Compared {
  ids: readonly string[];
  setIds: (ids: readonly string[]) => void;
  runs: ComparedRun[];
  /** The address names more than are compared. */
  isCut: boolean;
  /** Of the address, but no run has them. */
  gone: readonly string[];
  isLoading: boolean;
  problem: string | undefined;
}

/** The runs that the address names, asked for again while any of them is not over. */
export function useCompared(initial: { ids: readonly string[]; details: RunDetails }): Compared {
  const names = useNames();
  const formats = useFormats();
  const [all, set] = useQueryState(
    'runs',
    parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: 'push' }),
  );
  const ids = useMemo(() => [...new Set(all)].slice(0, mostCompared), [all]);
  const isInitial = ids.join() === initial.ids.join();
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['runs', ids],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/runs?ids=${ids.map(encodeURIComponent).join(',')}`, runDetailsSchema, { signal }),
    enabled: ids.length > 0,
    ...(isInitial ? { initialData: initial.details } : {}),
    placeholderData: keepPreviousData,
    staleTime: refreshMs,
    refetchInterval: ({ state }) =>
      state.data?.runs.every(({ run }) => isFinal(run.state)) ? false : refreshMs,
  });
  const details = useMemo(() => {
    const byId = new Map(data?.runs.map((detail) => [detail.run.id, detail]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }, [data, ids]);
  const runs = useMemo(() => comparedRuns(details, names, formats), [details, names, formats]);
  const known = new Set(details.map(({ run }) => run.id));
  return {
    ids,
    setIds: (next) => void set(next.length === 0 ? null : [...new Set(next)]),
    runs,
    isCut: new Set(all).size > mostCompared,
    gone: data && !isPlaceholderData ? ids.filter((id) => !known.has(id)) : [],
    isLoading: ids.length > 0 && (data === undefined || (isPlaceholderData && details.length < ids.length)),
    problem: error ? messageOf(error) : undefined,
  };
}
