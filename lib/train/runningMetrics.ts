import type { TrainResult } from '@/lib/model/session';
import type { TrainingPosition } from './checkpoints/position';

/** Most points a curve of running metrics needs to have; and no sparser than ten an epoch where epochs are short. */
const stepsAPoint = 10;
const pointsAnEpoch = 10;

/** Steps between two points of train/runningLoss and its companions. */
export function runningCadence(stepsPerEpoch: number): number {
  return Math.max(1, Math.min(stepsAPoint, Math.floor(stepsPerEpoch / pointsAnEpoch)));
}

export type RunningSums = TrainingPosition['running'];

/** Gathers what training steps return between two points. */
export class RunningMetrics {
  #lossSum: number;
  #targetTokens: number;
  #durationMs: number;
  #gradientNorm: number;

  /** @param sums as an earlier attempt left them */
  constructor(sums: RunningSums = { lossSum: 0, targetTokens: 0, durationMs: 0, gradientNorm: 0 }) {
    this.#lossSum = sums.lossSum;
    this.#targetTokens = sums.targetTokens;
    this.#durationMs = sums.durationMs;
    this.#gradientNorm = sums.gradientNorm;
  }

  get sums(): RunningSums {
    return {
      lossSum: this.#lossSum,
      targetTokens: this.#targetTokens,
      durationMs: this.#durationMs,
      gradientNorm: this.#gradientNorm,
    };
  }

  add(result: TrainResult): void {
    this.#lossSum += result.loss * result.targetTokens;
    this.#targetTokens += result.targetTokens;
    this.#gradientNorm = result.gradientNorm;
  }

  /** Apart from results, because a device is at work on several steps before it is waited for. */
  addTime(durationMs: number): void {
    this.#durationMs += durationMs;
  }

  /** The values since the last call; throughput counts the time of training steps alone. */
  take(learningRate: number): Record<string, number> {
    const values: Record<string, number> = {
      'train/runningLoss': this.#lossSum / this.#targetTokens,
      'optimizer/learningRate': learningRate,
      'optimizer/gradientNorm': this.#gradientNorm,
      ...residentMemory(),
    };
    if (this.#durationMs > 0) {
      values['throughput/tokensPerSecond'] = (1000 * this.#targetTokens) / this.#durationMs;
    }
    this.#lossSum = 0;
    this.#targetTokens = 0;
    this.#durationMs = 0;
    return values;
  }
}

/** Nothing where the system does not tell, as without /proc: a run does not end for want of it. */
function residentMemory(): Record<string, number> {
  try {
    return { 'system/rssBytes': process.memoryUsage.rss() };
  } catch {
    return {};
  }
}
