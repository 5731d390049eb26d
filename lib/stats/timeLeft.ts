import type { EstimateInterval, SweepEstimate } from '../domain/estimate';
import type { Progress, RunState } from '../domain/run';

/** Fewer finished runs do not tell how far apart runs are. */
const fewestForSpread = 3;
const leastSpread = 1.05;

/** What the time left depends on of a run. */
export interface RunTiming {
  variantIndex: number;
  state: RunState;
  attempt: number;
  progress: Progress | null;
  /** Time trained, over all attempts, in milliseconds. */
  durationMs: number;
}

/** Where there is no estimate, all runs are taken to be alike; what one takes, the finished ones say. */
const alike = { computeMs: null, variantMs: [1], workers: 1 };

/**
 * The wall time until a sweep has ended, by its estimate and by what its finished runs have taken since.
 *
 * @param seeds of each variant, at the time of the estimate
 * @returns milliseconds; undefined where nothing is being trained, or neither an estimate nor three finished runs are there
 */
export function timeLeft(
  estimate: SweepEstimate | null,
  runs: readonly RunTiming[],
  seeds: number,
): EstimateInterval | undefined {
  const active = runs.filter(({ state }) => state === 'queued' || state === 'running');
  const running = active.filter(({ state }) => state === 'running').length;
  if (running === 0) return undefined;
  const { computeMs, variantMs, workers: expected } = estimate?.computeMs ? estimate : alike;
  const ratio =
    ratioOfFinished(variantMs, runs) ??
    (computeMs ? ratioOfEstimate(variantMs, computeMs, seeds) : undefined);
  if (!ratio) return undefined;
  const lefts = active.map((run) => predictedMs(variantMs, run) * (1 - shareDone(run)));
  const workers = Math.max(running, Math.min(expected, active.length));
  // Runs are shared out among the workers, but one run is not.
  const predicted = Math.max(lefts.reduce((sum, left) => sum + left, 0) / workers, ...lefts);
  return {
    low: predicted * ratio.low,
    expected: predicted * ratio.expected,
    high: predicted * ratio.high,
  };
}

/** By the calibration alone; a variant that was added later has the mean. */
function predictedMs(variantMs: readonly number[], { variantIndex }: RunTiming): number {
  return variantMs[variantIndex] ?? sumOf(variantMs) / variantMs.length;
}

function shareDone({ state, progress }: RunTiming): number {
  if (state !== 'running' || !progress || progress.totalSteps === 0) return 0;
  return Math.min(1, progress.step / progress.totalSteps);
}

/** What the sweep's own runs took, over what was predicted of them. */
function ratioOfFinished(
  variantMs: readonly number[],
  runs: readonly RunTiming[],
): EstimateInterval | undefined {
  const ratios = runs
    .filter(({ state, attempt }) => state === 'finished' && attempt === 1)
    .map((run) => run.durationMs / predictedMs(variantMs, run))
    .sort((a, b) => a - b);
  const expected = ratios[ratios.length >> 1];
  const [lowest, highest] = [ratios[0], ratios.at(-1)];
  if (ratios.length < fewestForSpread || !expected || !lowest || !highest) return undefined;
  const spread = Math.max(leastSpread, highest / expected, expected / lowest);
  return { low: expected / spread, expected, high: expected * spread };
}

/** What the estimate made of the calibration: its correction by earlier runs, and its interval. */
function ratioOfEstimate(
  variantMs: readonly number[],
  { low, expected, high }: EstimateInterval,
  seeds: number,
): EstimateInterval {
  const predicted = sumOf(variantMs) * seeds;
  return { low: low / predicted, expected: expected / predicted, high: high / predicted };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
