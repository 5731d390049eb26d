import { describe, expect, it } from 'vitest';
import { decide } from '@/sweeps/stopping/decide';
import type { RunHistory } from '@/sweeps/stopping/history';
import { decisionEpochs } from '@/sweeps/stopping/rungs';

const asha = { kind: 'asha', graceEpochs: 1, reductionFactor: 3 } as const;
const objective = { metric: 'validation/loss', goal: 'minimize' } as const;
const runCount = 81;
const totalEpochs = 27;
const workerCount = 8;

interface SyntheticRun {
  id: string;
  /** Loss that it would come to. */
  floor: number;
  /** Loss above it before training. */
  height: number;
  /** Exponent of its power law: how quickly it learns. */
  rate: number;
  epochMs: number;
}

interface Outcome {
  isBestKept: boolean;
  epochs: number;
  pastFirstRung: number;
}

describe('asynchronous successive halving over synthetic learning curves', () => {
  it('never stops the best run where curves do not cross, whatever the order and speed of the runs', () => {
    for (let seed = 0; seed < 50; seed++) {
      const uniform = uniformOf(seed);
      const runs = syntheticRuns(uniform).map((run) => ({ ...run, height: 4, rate: 0.5 }));
      expect(simulate(runs, () => 0).isBestKept).toBe(true);
    }
  });

  it('keeps the run that would end best in most sweeps, where curves cross and validation is noisy', () => {
    const outcomes = Array.from({ length: 200 }, (_, seed) => {
      const uniform = uniformOf(1000 + seed);
      return simulate(syntheticRuns(uniform), () => 0.02 * (uniform() - 0.5));
    });
    const kept = outcomes.filter(({ isBestKept }) => isBestKept).length / outcomes.length;
    // One in three goes on at each of three rungs: a rule that knew nothing would keep it in 1 of 27 sweeps.
    expect(kept).toBeGreaterThanOrEqual(0.9);
  });

  it('lets as many go on as expected, and trains no more epochs than the bound', () => {
    const outcomes = Array.from({ length: 100 }, (_, seed) => {
      const uniform = uniformOf(5000 + seed);
      return simulate(syntheticRuns(uniform), () => 0.02 * (uniform() - 0.5));
    });
    const pastFirst = meanOf(outcomes.map((outcome) => outcome.pastFirstRung));
    const { mean, variance } = expectedPast(runCount);
    expect(Math.abs(pastFirst - mean)).toBeLessThan(3 * Math.sqrt(variance / outcomes.length));
    const epochs = meanOf(outcomes.map((outcome) => outcome.epochs));
    // What waiting for each rung to be full would take: 81 + 27 · 2 + 9 · 6 + 3 · 18 = 243 epochs of 2187.
    expect(epochs).toBeGreaterThan(243);
    expect(epochs).toBeLessThanOrEqual(epochsBound());
    expect(epochsBound()).toBeLessThan((runCount * totalEpochs) / 4);
  });
});

/**
 * Runs that come to a rung in random order: the j-th is among the best max(1, ⌊j/η⌋) of the first j with a chance of
 * max(1, ⌊j/η⌋)/j, independently of the others. Only the first rung is like that: to later ones the better runs come later.
 */
function expectedPast(arrivals: number): { mean: number; variance: number } {
  const chances = Array.from(
    { length: arrivals },
    (_, index) => Math.max(1, Math.floor((index + 1) / asha.reductionFactor)) / (index + 1),
  );
  const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  return { mean: sumOf(chances), variance: sumOf(chances.map((chance) => chance * (1 - chance))) };
}

/** Of n runs that come to a rung, n/η go on rightly and about √n wrongly (Li et al. 2020, §3.2). */
function epochsBound(): number {
  let arrivals = runCount;
  let epochs = 0;
  let from = 0;
  for (const rung of [...decisionEpochs(asha, totalEpochs, totalEpochs), totalEpochs]) {
    epochs += arrivals * (rung - from);
    arrivals = arrivals / asha.reductionFactor + Math.sqrt(arrivals);
    from = rung;
  }
  return epochs;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Workers take the runs in their order; each run trains at its own speed. */
function simulate(runs: readonly SyntheticRun[], noise: () => number): Outcome {
  const waiting = [...runs];
  const reached = new Map<string, RunHistory>();
  const kept = new Set<string>();
  let training: { run: SyntheticRun; epoch: number; atMs: number; points: RunHistory['points'] }[] = [];
  let nowMs = 0;
  let epochs = 0;
  let pastFirstRung = 0;
  while (waiting.length + training.length > 0) {
    while (training.length < workerCount) {
      const run = waiting.shift();
      if (!run) break;
      training.push({ run, epoch: 0, atMs: nowMs + run.epochMs, points: [] });
    }
    const next = training.reduce((first, other) => (other.atMs < first.atMs ? other : first));
    const { run } = next;
    nowMs = next.atMs;
    next.atMs += run.epochMs;
    next.epoch++;
    epochs++;
    const point = { step: next.epoch, epoch: next.epoch, value: lossAt(run, next.epoch) + noise() };
    next.points = [...next.points, point];
    const own = { runId: run.id, points: next.points };
    reached.set(run.id, own);
    const isRung = decisionEpochs(asha, next.epoch, totalEpochs).includes(next.epoch);
    const isStopped =
      isRung && decide(asha, objective, own, [...reached.values()], next.epoch).action === 'stop';
    if (next.epoch === asha.graceEpochs && !isStopped) pastFirstRung++;
    if (next.epoch === totalEpochs) kept.add(run.id);
    if (isStopped || next.epoch === totalEpochs) training = training.filter((other) => other !== next);
  }
  const best = runs.reduce((first, other) =>
    lossAt(other, totalEpochs) < lossAt(first, totalEpochs) ? other : first,
  );
  return { isBestKept: kept.has(best.id), epochs, pastFirstRung };
}

function syntheticRuns(uniform: () => number): SyntheticRun[] {
  return Array.from({ length: runCount }, (_, index) => ({
    id: `run-${index}`,
    floor: 1 + uniform(),
    height: 3.8 + 0.4 * uniform(),
    rate: 0.7 + 0.1 * uniform(),
    epochMs: 100 + 900 * uniform(),
  }));
}

function lossAt({ floor, height, rate }: SyntheticRun, epoch: number): number {
  return floor + height * (epoch + 1) ** -rate;
}

/** mulberry32: the same sweeps whenever the test runs. */
function uniformOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
