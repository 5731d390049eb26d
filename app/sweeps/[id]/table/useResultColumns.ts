'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { variantListSchema } from '@/lib/domain/api';
import { catalogue } from '@/lib/domain/config';
import { metricText } from '@/lib/domain/metric';
import { fetchJson, messageOf } from '../../../client/api';
import { useCurves } from '../../../client/useCurves';
import { useFormats, useNames } from '../../../format/useFormats';
import { useSweep } from '../SweepProvider';
import type { ResultColumn } from './column';
import { resultColumns } from './columns';
import { ownBests, type TableMoment } from './moments';

const hyperparameters: ReadonlySet<string> = new Set(catalogue.map(({ key }) => key));

export interface ResultColumns {
  columns: readonly ResultColumn[];
  byId: ReadonlyMap<string, ResultColumn>;
  /** Why a column's values could not be read. */
  problem: string | undefined;
}

/**
 * Every column of this sweep's results. Configurations are fetched when asked for, and whole curves only where a metric
 * is asked for at its own best step.
 *
 * @param wanted ids of columns that are on the screen
 */
export function useResultColumns(moment: TableMoment, wanted: readonly string[]): ResultColumns {
  const { detail } = useSweep();
  const { runs, sweep } = detail;
  const words = useTranslations('table');
  const formats = useFormats();
  const names = useNames();
  const ownMetrics = useMemo(() => {
    const ids = moment === 'own' ? wanted : wanted.filter((id) => id.endsWith('@own'));
    return ids
      .map((id) => id.replace(/@own$/, ''))
      .filter((id) => /^[a-z]+\/[a-zA-Z0-9]+$/.test(id) && metricText(id).goal !== 'none');
  }, [moment, wanted]);
  const { curves, problem } = useCurves({
    owner: { sweepId: sweep.id },
    metrics: ownMetrics,
    buckets: 1,
    enabled: ownMetrics.length > 0,
  });
  const variants = useQuery({
    queryKey: ['variants', sweep.id, sweep.variantCount],
    queryFn: () => fetchJson(`/api/v1/sweeps/${sweep.id}/variants`, variantListSchema),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: wanted.some((id) => hyperparameters.has(id) && !sweep.factors.includes(id)),
  });
  const own = useMemo(
    () => (ownMetrics.length === 0 ? undefined : ownBests(curves)),
    [ownMetrics.length, curves],
  );
  const columns = useMemo(
    () =>
      resultColumns({
        factors: sweep.factors,
        runs,
        variants: variants.data?.variants,
        moment,
        ownBests: own,
        words,
        names,
        formats,
      }),
    [sweep.factors, runs, variants.data, moment, own, words, names, formats],
  );
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  return { columns, byId, problem: problem ?? (variants.error ? messageOf(variants.error) : undefined) };
}
