'use client';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ChartPanel } from '../../../charts/ChartPanel';
import { createCrosshair } from '../../../charts/crosshair';
import { sharedExtent } from '../../../charts/extent';
import { positionsOf } from '../../../charts/series';
import { useCurves } from '../../../client/useCurves';
import { Skeleton } from '../../../components/ui/Skeleton';
import { useFormats, useNames } from '../../../format/useFormats';
import { linesOf } from '../curves/runLines';
import { useLineChoice } from '../curves/useCurvePanels';
import { overfittingRows } from '../overfitting/overfittingRows';
import { useSweep } from '../SweepProvider';
import { variantRows } from '../variantRows';
import styles from './overview.module.css';

const metrics = ['train/loss', 'test/loss'];
const axes = { x: 'epoch', logY: false } as const;
const smoothing = { kind: 'none', amount: 0 } as const;

/** Train and test loss of the best variant: does it learn, or remember? */
export function BestCurves() {
  const words = useTranslations('sweep.bestCurves');
  const overfittingWords = useTranslations('overfitting');
  const formats = useFormats();
  const names = useNames();
  const { detail } = useSweep();
  const best = detail.runs.find(({ id }) => id === detail.sweep.best?.runId);
  const members = useMemo(
    () => detail.runs.filter((run) => run.variantIndex === best?.variantIndex),
    [detail.runs, best?.variantIndex],
  );
  const { curves, isLoading } = useCurves({ owner: { runIds: members.map(({ id }) => id) }, metrics });
  const choice = useLineChoice({ axes, smoothing, lines: 'seeds' });
  const [crosshair] = useState(createCrosshair);
  const lines = useMemo(
    () =>
      metrics.flatMap((metric) =>
        linesOf(members, curves, metric, choice).map((line) => {
          const split = names.split(metric);
          const result = members.find(({ seed }) => seed === line.seed)?.result;
          return {
            ...line,
            group: split,
            label: overfittingWords('splitSeed', { split, seed: String(line.seed) }),
            bestX: metric === 'test/loss' ? (result?.bestEpoch ?? undefined) : undefined,
          };
        }),
      ),
    [members, curves, choice, names, overfittingWords],
  );
  const extent = useMemo(() => sharedExtent([lines], false), [lines]);
  const positions = useMemo(() => positionsOf([lines]), [lines]);
  if (!best) return null;
  if (isLoading) return <Skeleton lines={8} />;
  const [row] = overfittingRows(variantRows(members), curves, detail.spec);
  const lost = row?.figures.lostLoss;
  return (
    <section aria-label={words('title')}>
      <ChartPanel
        title={words('title')}
        metric="test/loss"
        series={lines}
        extent={extent}
        xAxis="epoch"
        logY={false}
        crosshair={crosshair}
        positions={positions}
        directLabels
      />
      <p className={styles['lead']}>
        {lost === undefined
          ? null
          : row?.withOnset
            ? words('overfits', {
                lost: formats.delta('test/loss', lost),
                epoch: formats.epoch(row.figures.onsetEpoch ?? 0),
              })
            : words('learns', { lost: formats.delta('test/loss', lost) })}{' '}
        <Link href={`/sweeps/${detail.sweep.id}/overfitting`}>{words('more')}</Link>
      </p>
    </section>
  );
}
