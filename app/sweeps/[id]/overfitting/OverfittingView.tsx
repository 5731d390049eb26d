'use client';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { onsetTolerance } from '@/lib/stats/overfitting';
import { useCurves } from '../../../client/useCurves';
import { Notice } from '../../../components/Notice';
import { EmptyState } from '../../../components/ui/EmptyState';
import { Skeleton } from '../../../components/ui/Skeleton';
import type { Formats } from '../../../format/formats';
import type { Names } from '../../../format/names';
import { useFormats, useNames } from '../../../format/useFormats';
import type { Words } from '../../../i18n/words';
import { RunPicker } from '../RunPicker';
import { runKey } from '../runKey';
import { useSweep } from '../SweepProvider';
import { useSelection } from '../selection';
import sweepStyles from '../sweep.module.css';
import { variantRows } from '../variantRows';
import { GapChart } from './GapChart';
import { LossMultiples } from './LossMultiples';
import { OverfittingTable } from './OverfittingTable';
import styles from './overfitting.module.css';
import { type OverfittingRow, overfittingRows, sortedRows } from './overfittingRows';

const overfittingMetrics = ['train/loss', 'test/loss'];

/** Which variant remembers instead of learning, since when, and what that has cost on sentences it has never seen. */
export function OverfittingView() {
  const words = useTranslations('overfitting');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const { hidden } = useSelection();
  const [pointed, setPointed] = useState<number>();
  const highlighted = useDeferredValue(pointed);
  const { curves, isLoading, problem } = useCurves({
    owner: { sweepId: detail.sweep.id },
    metrics: overfittingMetrics,
  });
  const variants = useMemo(
    () => variantRows(detail.runs.filter((run) => !hidden.has(runKey(run)))),
    [detail.runs, hidden],
  );
  const rows = useMemo(() => overfittingRows(variants, curves, detail.spec), [variants, curves, detail.spec]);
  const stopped = rows.reduce((sum, row) => sum + row.stopped, 0);
  return (
    <div className={sweepStyles['withPicker']}>
      <RunPicker onHighlight={setPointed} />
      <div>
        {problem ? (
          <Notice kind="warning">
            {words('old')}{' '}
            <span lang="en" translate="no">
              {problem}
            </span>
          </Notice>
        ) : null}
        <section aria-labelledby="overfitting-ranked" className={styles['section']}>
          <h2 id="overfitting-ranked">{words('ranked')}</h2>
          <p className={styles['lead']}>
            {words('definition', {
              chosen: names.metric(detail.spec.objective.metric),
              tolerance: formats.percent(onsetTolerance, 0),
            })}
          </p>
          {rows.length > 0 ? (
            <p className={styles['summary']}>{summaryOf(rows, words, formats, names)}</p>
          ) : null}
          {stopped > 0 ? <p className={styles['lead']}>{words('stoppedNote', { count: stopped })}</p> : null}
          {rows.length > 0 ? (
            <OverfittingTable rows={rows} onHighlight={setPointed} />
          ) : isLoading ? (
            <Skeleton lines={6} />
          ) : (
            <EmptyState title={hidden.size > 0 ? words('allHidden') : words('nothingYet')}>
              <p>{words('nothingYetHelp')}</p>
            </EmptyState>
          )}
        </section>
        {rows.length > 0 ? (
          <>
            <GapChart curves={curves} highlighted={highlighted} />
            <LossMultiples curves={curves} highlighted={highlighted} />
          </>
        ) : null}
      </div>
    </div>
  );
}

/** The answer in a sentence: how many variants remember, and which lost most by it. */
function summaryOf(
  rows: readonly OverfittingRow[],
  words: Words<'overfitting'>,
  formats: Formats,
  names: Names,
): string {
  const remembering = rows.filter(({ withOnset }) => withOnset > 0);
  const [worst] = sortedRows(rows, 'lostLoss', false);
  const lost = worst?.figures.lostLoss;
  if (remembering.length === 0 || !worst || lost === undefined || lost <= 0) {
    return words('nobodyOverfits', { count: rows.length });
  }
  return words('someOverfit', {
    count: remembering.length,
    total: rows.length,
    variant: names.variant(worst.variant.levels),
    lost: formats.delta('test/loss', lost),
  });
}
