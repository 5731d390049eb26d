'use client';
import { useQuery } from '@tanstack/react-query';
import { hypothesesResponseSchema, type RunRow } from '@/lib/domain/api';
import type { Moment } from '@/lib/domain/score';
import { fetchJson } from '../../../../client/api';

/** Every test sentence as a run translates it; nothing is asked for where the run has not come so far. */
export function useHypotheses(run: RunRow | undefined, moment: Moment) {
  const tested = run?.tested[moment];
  return useQuery({
    // A run that is trained again reports another step.
    queryKey: ['hypotheses', run?.id, moment, tested?.step, run?.attempt],
    queryFn: () => fetchJson(`/api/v1/runs/${run?.id}/hypotheses?moment=${moment}`, hypothesesResponseSchema),
    enabled: Boolean(tested),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
