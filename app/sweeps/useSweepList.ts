'use client';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { type SweepRow, sweepListSchema } from '@/lib/domain/api';
import { fetchIfChanged, messageOf } from '../client/api';

export const sweepsKey = ['sweeps'] as const;
const refreshMs = 3000;

export interface SweepListData {
  sweeps: SweepRow[];
}

/**
 * The list as it is now: asked for every three seconds while the page is visible, and answered by 304 without a body
 * while nothing changes. Rows that say the same keep their identity.
 */
export function useSweepList(initial: SweepRow[]): { sweeps: SweepRow[]; problem: string | undefined } {
  const known = useRef<{ value: SweepListData; tag: string | null }>(undefined);
  const { data, error } = useQuery<SweepListData>({
    queryKey: sweepsKey,
    queryFn: async ({ signal }) => {
      const tag = known.current?.tag ?? null;
      known.current =
        (await fetchIfChanged('/api/v1/sweeps', sweepListSchema, tag, { signal })) ?? known.current;
      return known.current?.value ?? { sweeps: initial };
    },
    initialData: { sweeps: initial },
    refetchInterval: refreshMs,
  });
  return { sweeps: data.sweeps, problem: error ? messageOf(error) : undefined };
}
