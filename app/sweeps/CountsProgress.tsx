import type { RunCounts } from '@/lib/domain/run';
import { plural } from '../format/numbers';

/** How many of a sweep's runs have ended, and how the others stand. */
export function CountsProgress({ counts }: { counts: RunCounts }) {
  const ended = counts.finished + counts.stopped + counts.failed + counts.cancelled;
  const total = counts.queued + counts.running + ended;
  const details = [
    counts.running > 0 ? `${counts.running} running` : '',
    counts.queued > 0 ? `${counts.queued} queued` : '',
    counts.stopped > 0 ? `${counts.stopped} stopped early` : '',
    counts.failed > 0 ? `${counts.failed} failed` : '',
    counts.cancelled > 0 ? `${counts.cancelled} cancelled` : '',
  ].filter(Boolean);
  return (
    <>
      <progress value={ended} max={Math.max(1, total)} aria-label="Runs ended" /> {ended} of{' '}
      {plural(total, 'run')}
      {details.length > 0 ? <div className="small soft">{details.join(', ')}</div> : null}
    </>
  );
}
