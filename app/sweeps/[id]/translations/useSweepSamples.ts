'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type SweepSamples, sweepSamplesSchema } from '@/lib/domain/api';
import { fetchJson, messageOf } from '../../../client/api';
import { coalesce } from '../../../client/coalesce';
import { useSweep } from '../SweepProvider';

const refetchMs = 2000;

interface SamplesQuery {
  split: 'test' | 'train';
  /** null: each run's newest. */
  epoch: number | null;
}

const noEpochs: readonly number[] = [];

/** The fixed sentences of the sweep after one epoch; asked for again while runs bring new ones. */
export function useSweepSamples({ split, epoch }: SamplesQuery): {
  samples: SweepSamples | undefined;
  /** After which any run translated, ascending. */
  epochs: readonly number[];
  /** Whether they are of the epoch that was asked for, not of the one before. */
  isReady: boolean;
  problem: string | undefined;
} {
  const { detail, onPoints } = useSweep();
  const { id, state } = detail.sweep;
  const isLive = state === 'running' || state === 'queued';
  const client = useQueryClient();
  const at = (wanted: number | null) => ({
    queryKey: ['sweepSamples', id, split, wanted],
    queryFn: () =>
      fetchJson(
        `/api/v1/sweeps/${id}/samples?split=${split}${wanted === null ? '' : `&epoch=${wanted}`}`,
        sweepSamplesSchema,
      ),
    staleTime: isLive ? 0 : Number.POSITIVE_INFINITY,
  });
  const query = useQuery({ ...at(epoch), placeholderData: keepPreviousData });
  const epochs = query.data?.epochs ?? noEpochs;
  // Fetched ahead, so that a film does not wait.
  const next = epoch === null ? null : (epochs[epochs.indexOf(epoch) + 1] ?? null);
  useQuery({ ...at(next), enabled: next !== null });

  useEffect(() => {
    if (!isLive) return undefined;
    const refetch = coalesce(async () => {
      if (!document.hidden) await client.invalidateQueries({ queryKey: ['sweepSamples', id] });
    }, refetchMs);
    const end = onPoints(() => refetch.request());
    return () => {
      end();
      refetch.stop();
    };
  }, [client, id, isLive, onPoints]);

  return {
    samples: query.data,
    epochs,
    isReady: query.data !== undefined && !query.isPlaceholderData,
    problem: query.error ? messageOf(query.error) : undefined,
  };
}
