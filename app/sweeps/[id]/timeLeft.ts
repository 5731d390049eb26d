import type { RunRow, SweepDetail } from '@/lib/domain/api';
import type { EstimateInterval, SweepEstimate } from '@/lib/domain/estimate';

/** Fewer finished runs do not tell how far apart runs are. */
const fewestForSpread = 3;
const leastSpread = 1.05;

/**
 * The wall time until a sweep has ended, by its estimate and by what its finished runs have taken since.
 *
 * @returns undefined where there is no estimate or nothing is being trained
 */
export function timeLeft({ estimate, runs, spec }: SweepDetail): EstimateInterval | undefined {
  const active = runs.filter(({ state }) => state === 'queued' || state === 'running');
  const running = active.filter(({ state }) => state === 'running').length;
  if (!estimate?.computeMs || running === 0) return undefined;
  const lefts = active.map((run) => predictedMs(estimate, run) * (1 - shareDone(run)));
  const workers = Math.max(running, Math.min(estimate.workers, active.length));
  // Runs are shared out among the workers, but one run is not.
  const predicted = Math.max(lefts.reduce((sum, left) => sum + left, 0) / workers, ...lefts);
  const ratio =
    ratioOfFinished(estimate, runs) ?? ratioOfEstimate(estimate, estimate.computeMs, spec.seeds.length);
  return {
    low: predicted * ratio.low,
    expected: predicted * ratio.expected,
    high: predicted * ratio.high,
  };
}

/** By the calibration alone; a variant that was added later has the mean. */
function predictedMs({ variantMs }: SweepEstimate, { variantIndex }: RunRow): number {
  return variantMs[variantIndex] ?? sumOf(variantMs) / variantMs.length;
}

function shareDone({ state, progress }: RunRow): number {
  if (state !== 'running' || !progress || progress.totalSteps === 0) return 0;
  return Math.min(1, progress.step / progress.totalSteps);
}

/** What the sweep's own runs took, over what was predicted of them. */
function ratioOfFinished(estimate: SweepEstimate, runs: readonly RunRow[]): EstimateInterval | undefined {
  const ratios = runs
    .filter(({ state, attempt }) => state === 'finished' && attempt === 1)
    .map((run) => run.durationMs / predictedMs(estimate, run))
    .sort((a, b) => a - b);
  const expected = ratios[ratios.length >> 1];
  const [lowest, highest] = [ratios[0], ratios.at(-1)];
  if (ratios.length < fewestForSpread || !expected || !lowest || !highest) return undefined;
  const spread = Math.max(leastSpread, highest / expected, expected / lowest);
  return { low: expected / spread, expected, high: expected * spread };
}

/** What the estimate made of the calibration: its correction by earlier runs, and its interval. */
function ratioOfEstimate(
  { variantMs }: SweepEstimate,
  { low, expected, high }: EstimateInterval,
  seeds: number,
): EstimateInterval {
  const predicted = sumOf(variantMs) * seeds;
  return { low: low / predicted, expected: expected / predicted, high: high / predicted };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
