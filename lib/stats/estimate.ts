import type { Calibration, EstimateInterval, RunWork, SweepEstimate, TimedWork } from '@/lib/domain/estimate';
import { quantile } from './quantile';

/** A worker that is alive and calibrated. */
export interface EstimatedWorker {
  /** Workers of a machine share its cores. */
  machine: string;
  /** The most that its trainer may use. */
  threads: number;
  calibration: Calibration;
}

export interface EstimateInput {
  /** Of a run of each variant. */
  work: readonly RunWork[];
  /** Runs of each variant; the first of every variant are leased before any second one. */
  seeds: number;
  workers: readonly EstimatedWorker[];
  /** Of earlier runs on such workers: time taken over time that the calibration alone gave. */
  ratios: readonly number[];
}

/** Process, imports, corpus, tokenizers: measured, see docs/estimates.md. */
const startUpMs = 3000;
/** A step on two threads takes 1 / 1.6 to 1 / 1.7 of one on one thread (docs/measurements.md): 2^0.75 is 1.68. */
const threadExponent = 0.75;
/** What the calibration cannot know, while no run has been finished that would tell; docs/estimates.md has the figures. */
const uncorrected: EstimateInterval = { low: 0.75, expected: 1, high: 1.6 };
/** Fewer finished runs correct nothing. */
const fewestRatios = 3;
/** However well a few runs agree. */
const leastSpread = 0.05;

/**
 * The time that a sweep takes: that of every run from its work, by the calibration and corrected by what earlier runs
 * took, and the runs handed out in the order of the queue to whichever worker is free.
 *
 * @returns null for both times where there is no worker or no run
 */
export function estimateTimes({
  work,
  seeds,
  workers,
  ratios,
}: EstimateInput): Pick<SweepEstimate, 'wallMs' | 'computeMs' | 'variantMs'> {
  const runCount = work.length * seeds;
  if (workers.length === 0 || runCount === 0) return { wallMs: null, computeMs: null, variantMs: [] };
  const correction = correctionOf(ratios);
  // What spreads finished runs already holds the spread of the calibration.
  const bound = (name: keyof EstimateInterval) => (ratios.length >= fewestRatios ? 'expected' : name);
  const schedule = (name: keyof EstimateInterval) => {
    const variants = work.map((each) =>
      workers.map(({ calibration }) => correction[name] * runMs(each, calibration, bound(name))),
    );
    const queue = Array.from({ length: seeds }, () => variants).flat();
    return scheduleRuns(queue, workers);
  };
  const [low, expected, high] = [schedule('low'), schedule('expected'), schedule('high')];
  return {
    wallMs: ordered(low.wallMs, expected.wallMs, high.wallMs),
    computeMs: ordered(low.computeMs, expected.computeMs, high.computeMs),
    variantMs: work.map((each) => Math.round(typicalMs(each, runCount, workers))),
  };
}

/** Runs handed out as workers come free can end later although each is shorter (Graham 1969). */
function ordered(low: number, expected: number, high: number): EstimateInterval {
  return { low: Math.min(low, expected), expected, high: Math.max(high, expected) };
}

/** A median of the ratios, and around it what nine of ten of them keep to; without enough of them, a wide guess. */
export function correctionOf(ratios: readonly number[]): EstimateInterval {
  if (ratios.length < fewestRatios) return uncorrected;
  const expected = quantile(ratios, 0.5);
  const deviations = ratios.map((ratio) => Math.abs(Math.log(ratio / expected)));
  const spread = Math.exp(Math.max(leastSpread, quantile(deviations, 0.9)));
  return { low: expected / spread, expected, high: expected * spread };
}

/** Trainer time of a run on one thread, by the calibration alone. */
export function runMs(
  work: RunWork,
  { steps, tokens, graphMs }: Calibration,
  bound: keyof EstimateInterval,
): number {
  const total = (counted: RunWork['steps'], timed: readonly TimedWork[]) =>
    counted.reduce((sum, { flops, count }) => sum + count * timeOf(flops, timed, bound), 0);
  return startUpMs + work.graphs * graphMs + total(work.steps, steps) + total(work.tokens, tokens);
}

/**
 * Interpolates the logarithm of the time linearly in the logarithm of the work. Less work than was timed takes as long
 * as the least that was: what remains then is overhead. More takes longer in proportion.
 */
export function timeOf(flops: number, timed: readonly TimedWork[], bound: keyof EstimateInterval): number {
  const points = risingPoints(timed, bound);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || flops <= 0) return 0;
  if (flops <= first.flops) return first.ms;
  if (flops >= last.flops) return (last.ms * flops) / last.flops;
  const above = points.findIndex((point) => point.flops >= flops);
  const [from, to] = [points[above - 1] ?? first, points[above] ?? last];
  const share = Math.log(flops / from.flops) / Math.log(to.flops / from.flops);
  return from.ms * (to.ms / from.ms) ** share;
}

/** More work never takes less time: where it was timed so, it was noise. */
function risingPoints(timed: readonly TimedWork[], bound: keyof EstimateInterval) {
  let most = 0;
  return [...timed]
    .sort((a, b) => a.flops - b.flops)
    .map(({ flops, milliseconds }) => {
      most = Math.max(most, milliseconds[bound === 'expected' ? 'median' : bound]);
      return { flops, ms: most };
    });
}

/** A run's time while all workers have one, if there are as many runs: the mean over the workers. */
function typicalMs(work: RunWork, runCount: number, workers: readonly EstimatedWorker[]): number {
  const times = workers.map((worker) => {
    const onMachine = workers.filter(({ machine }) => machine === worker.machine).length;
    const threads = trainerThreads(worker, Math.min(onMachine, runCount));
    return onThreads(runMs(work, worker.calibration, 'expected'), threads);
  });
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}

/** @param queue of each run, in order: its time on one thread of each worker */
function scheduleRuns(
  queue: readonly (readonly number[])[],
  workers: readonly EstimatedWorker[],
): { wallMs: number; computeMs: number } {
  const freeAtMs = workers.map(() => 0);
  let computeMs = 0;
  for (const [index, times] of queue.entries()) {
    const nowMs = Math.min(...freeAtMs);
    const chosen = freeAtMs.indexOf(nowMs);
    const worker = workers[chosen];
    if (!worker) break;
    const onMachine = freeAtMs.filter((_, other) => workers[other]?.machine === worker.machine);
    const running = onMachine.filter((freeAt) => freeAt > nowMs).length;
    const trainers = Math.min(onMachine.length, running + queue.length - index);
    const takenMs = onThreads(times[chosen] ?? 0, trainerThreads(worker, trainers));
    freeAtMs[chosen] = nowMs + takenMs;
    computeMs += takenMs;
  }
  return { wallMs: Math.max(...freeAtMs), computeMs };
}

/** As workers/threads has it; that a worker's threads were chosen by hand shows where they are not all cores. */
function trainerThreads({ threads, calibration }: EstimatedWorker, trainers: number): number {
  const isShared = calibration.cores === undefined || threads === calibration.cores;
  return isShared ? Math.max(1, Math.floor(threads / Math.max(1, trainers))) : threads;
}

function onThreads(oneThreadMs: number, threads: number): number {
  const started = Math.min(startUpMs, oneThreadMs);
  return started + (oneThreadMs - started) / threads ** threadExponent;
}
