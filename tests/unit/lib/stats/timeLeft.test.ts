import { describe, expect, it } from 'vitest';
import { type RunTiming, timeLeft } from '@/lib/stats/timeLeft';

const queued = (variantIndex: number): RunTiming => ({
  variantIndex,
  state: 'queued',
  attempt: 1,
  progress: null,
  durationMs: 0,
});
const running = (variantIndex: number, step: number): RunTiming => ({
  ...queued(variantIndex),
  state: 'running',
  progress: { step, totalSteps: 100, epoch: 1, totalEpochs: 2 },
});
const finished = (variantIndex: number, durationMs: number): RunTiming => ({
  ...queued(variantIndex),
  state: 'finished',
  durationMs,
});

/** Two variants that the calibration gave 10 and 20 s, and the estimate of two seeds half as much again. */
const left = (runs: RunTiming[], workers = 1) =>
  timeLeft(
    {
      wallMs: { low: 60_000, expected: 90_000, high: 120_000 },
      computeMs: { low: 60_000, expected: 90_000, high: 120_000 },
      workers,
      basis: '',
      reasons: [],
      variantMs: [10_000, 20_000],
    },
    runs,
    2,
  );

describe('the time left of a sweep', () => {
  it('is what is left of its estimate while few of its runs have ended', () => {
    const interval = left([running(0, 50), queued(1), queued(0)]);
    // Half of 10 s, 20 s and 10 s, times 1.5, and the estimate's interval.
    expect(interval?.expected).toBeCloseTo(52_500);
    expect(interval?.low).toBeCloseTo(35_000);
    expect(interval?.high).toBeCloseTo(70_000);
  });

  it('follows its own runs once three have ended', () => {
    const ended = [finished(0, 30_000), finished(1, 60_000), finished(1, 60_000)];
    const interval = left([...ended, running(1, 0)]);
    expect(interval?.expected).toBeCloseTo(60_000);
    expect(interval?.high).toBeLessThan(65_000);
  });

  it('is shared by the workers, but not below that of the longest run', () => {
    expect(left([running(0, 0), queued(0), queued(0), queued(0)], 2)?.expected).toBeCloseTo(30_000);
    expect(left([running(0, 0), running(1, 0)], 2)?.expected).toBeCloseTo(30_000);
  });

  it('follows its finished runs where there was no worker to estimate by', () => {
    const ended = [finished(0, 30_000), finished(1, 20_000), finished(1, 40_000)];
    const interval = timeLeft(null, [...ended, running(0, 50), queued(1)], 2);
    expect(interval?.expected).toBeCloseTo(45_000);
    expect(interval?.low).toBeLessThan(35_000);
    expect(timeLeft(null, [...ended.slice(1), running(0, 50)], 2)).toBeUndefined();
  });

  it('is not known while nothing is trained, or without an estimate', () => {
    expect(left([queued(0)])).toBeUndefined();
    expect(timeLeft(null, [running(0, 0)], 2)).toBeUndefined();
  });
});
