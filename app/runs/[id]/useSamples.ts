'use client';
import { useQuery } from '@tanstack/react-query';
import { samplesResponseSchema } from '@/lib/domain/api';
import { fetchJson } from '../../client/api';
import { runQueryKey } from './RunProvider';

/** The fixed sentences as the run translated them after each epoch; RunProvider has them renewed. */
export function useSamples(runId: string) {
  return useQuery({
    queryKey: runQueryKey(runId, 'samples'),
    queryFn: () => fetchJson(`/api/v1/runs/${runId}/samples`, samplesResponseSchema),
  });
}
