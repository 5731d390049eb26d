import type { SweepDetail } from '@/lib/domain/api';
import { formatInterval, formatRoughly } from '../../format/estimates';
import { formatDuration, plural } from '../../format/numbers';
import { timeLeft } from './timeLeft';

/** What the sweep was expected to take before its launch, beside what it has taken and what is left. */
export function EstimateLine({ detail }: { detail: SweepDetail }) {
  const { estimate, sweep, runs } = detail;
  if (!estimate) return null;
  const ended = sweep.counts.queued + sweep.counts.running === 0;
  const left = timeLeft(detail);
  const takenMs = runs.reduce((sum, run) => sum + run.durationMs, 0);
  return (
    <p className="small">
      {left ? (
        <>
          <strong>{formatRoughly(left.expected)} left</strong> ({formatRoughly(left.low)} to{' '}
          {formatRoughly(left.high)}).{' '}
        </>
      ) : null}
      <span className="soft">
        {takenMs > 0
          ? `${ended ? 'Took' : 'So far'} ${formatDuration(takenMs)} of trainer time${ended ? wallText(detail) : ''}. `
          : null}
        {estimate.wallMs && estimate.computeMs
          ? `Estimated before the launch: ${formatInterval(estimate.wallMs)} on ${plural(estimate.workers, 'worker')}, ${formatInterval(estimate.computeMs)} of trainer time; ${estimate.basis}.`
          : `Before the launch there was ${estimate.basis}.`}
      </span>
    </p>
  );
}

function wallText({ runs }: SweepDetail): string {
  const starts = runs.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  const ends = runs.flatMap(({ finishedAtMs }) => finishedAtMs ?? []);
  if (starts.length === 0 || ends.length === 0) return '';
  return `, ${formatDuration(Math.max(...ends) - Math.min(...starts))} by the clock`;
}
