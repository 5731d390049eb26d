'use client';
import { useTranslations } from 'use-intl';
import type { SweepDetail } from '@/lib/domain/api';
import { useFormats } from '../../format/useFormats';
import { EstimateReasons } from '../EstimateReasons';

/** What the sweep was expected to take before its launch, beside what it has taken and what is left. */
export function EstimateLine({ detail }: { detail: SweepDetail }) {
  const words = useTranslations('sweep.estimate');
  const formats = useFormats();
  const { estimate, sweep, runs } = detail;
  const hasEnded = sweep.counts.queued + sweep.counts.running === 0;
  const takenMs = runs.reduce((sum, run) => sum + run.durationMs, 0);
  const wallMs = hasEnded ? wallTime(runs) : undefined;
  const taken = formats.duration(takenMs);
  return (
    <p className="small">
      {sweep.timeLeftMs ? (
        <>
          <strong>{words('left', { time: formats.roughly(sweep.timeLeftMs.expected) })}</strong>{' '}
          {words('leftRange', {
            low: formats.roughly(sweep.timeLeftMs.low),
            high: formats.roughly(sweep.timeLeftMs.high),
          })}{' '}
        </>
      ) : null}
      <span className="soft">
        {takenMs === 0
          ? null
          : wallMs !== undefined
            ? words('took', { taken, wall: formats.duration(wallMs) })
            : words('takenSoFar', { taken })}{' '}
        {estimate?.wallMs && estimate.computeMs
          ? words('before', {
              wall: formats.interval(estimate.wallMs),
              workers: estimate.workers,
              compute: formats.interval(estimate.computeMs),
            })
          : null}{' '}
        {estimate && (estimate.wallMs || !hasEnded)
          ? words.rich('because', {
              reasons: () => <EstimateReasons estimate={estimate} isSentence={false} />,
            })
          : null}
      </span>
    </p>
  );
}

/** From the first start to the last end; undefined where nothing was trained. */
export function wallTime(runs: SweepDetail['runs']): number | undefined {
  const starts = runs.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const ends = runs.flatMap(({ finishedAtMs }) => finishedAtMs ?? []);
  if (starts.length === 0 || ends.length === 0) return undefined;
  return Math.max(...ends) - Math.min(...starts);
}
