'use client';
import { useQuery } from '@tanstack/react-query';
import { sentenceComparisonSchema } from '@/lib/domain/sentenceComparison';
import { fetchJson } from '../../../../client/api';
import type { VariantPair } from './pairChoice';

/** The comparison of two variants' translations; the server computes it when it is asked for. */
export function useSentences(sweepId: string, { baseline, variant }: VariantPair, enabled: boolean) {
  return useQuery({
    // With other seeds it is another comparison.
    queryKey: ['sentences', sweepId, baseline.index, variant.index, baseline.seeds, variant.seeds],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/sweeps/${sweepId}/sentences?baseline=${baseline.index}&variant=${variant.index}`,
        sentenceComparisonSchema,
        { signal },
      ),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    // A refusal stays one.
    retry: false,
  });
}
