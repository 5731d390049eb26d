import type { Judgement } from './judgement';
import type { ComparingSpec } from './rungs';

/** The decision in words: what was compared with what. */
export function comparisonReason(
  stopping: ComparingSpec,
  metric: string,
  epoch: number,
  value: number | null,
  { action, threshold }: Judgement,
  others: number,
): string {
  const at = `${metric.replace('/', ' ')} ${valueText(value)} at epoch ${epoch}`;
  const runs = `${others} other ${others === 1 ? 'run' : 'runs'}`;
  if (stopping.kind === 'median') {
    if (others < stopping.minRuns)
      return `goes on: only ${runs} came to epoch ${epoch}, ${stopping.minRuns} are asked for`;
    if (threshold === null) return `goes on: the median of ${runs} is not a number`;
    const median = `${valueText(threshold)}, the median of the running averages of ${runs}`;
    return action === 'stop'
      ? `stopped: its best ${at} is worse than ${median}`
      : `goes on: its best ${at} is no worse than ${median}`;
  }
  if (others === 0) return `goes on: the first to come to epoch ${epoch}`;
  const places = Math.max(1, Math.floor((others + 1) / stopping.reductionFactor));
  const kept = places === 1 ? 'the best' : `the best ${places}`;
  const among = `${kept} of ${others + 1} that have come there (one in ${stopping.reductionFactor} goes on)`;
  return action === 'stop' ? `stopped: ${at} is not among ${among}` : `goes on: ${at} is among ${among}`;
}

function valueText(value: number | null): string {
  return value === null ? 'not a finite number' : String(Number(value.toPrecision(4)));
}
