import { describe, expect, it } from 'vitest';
import { timeLeft } from '@/app/sweeps/[id]/timeLeft';
import type { RunRow, SweepDetail } from '@/lib/domain/api';
import { sweepSpecSchema } from '@/lib/domain/sweep';

const row: RunRow = {
  id: 'run',
  sweepId: 'sweep',
  variantIndex: 0,
  levels: {},
  seed: 1,
  state: 'queued',
  attempt: 1,
  progress: null,
  parameterCount: null,
  result: { bestStep: null, bestEpoch: null, atBest: {}, last: {} },
  tested: { best: null, last: null },
  comparison: null,
  workerName: null,
  startedAtMs: null,
  finishedAtMs: null,
  durationMs: 0,
  error: null,
  stopReason: null,
  notBeforeMs: null,
};
const queued = (variantIndex: number): RunRow => ({ ...row, variantIndex });
const running = (variantIndex: number, step: number): RunRow => ({
  ...queued(variantIndex),
  state: 'running',
  progress: { step, totalSteps: 100, epoch: 1, totalEpochs: 2 },
});
const finished = (variantIndex: number, durationMs: number): RunRow => ({
  ...queued(variantIndex),
  state: 'finished',
  durationMs,
});

/** Two variants that the calibration gave 10 and 20 s, and the estimate half as much again. */
function detail(runs: RunRow[], workers = 1): SweepDetail {
  return {
    sweep: {
      id: 'sweep',
      name: '',
      question: '',
      corpusSlug: '',
      state: 'running',
      counts: { queued: 0, running: 0, finished: 0, stopped: 0, failed: 0, cancelled: 0 },
      variantCount: 2,
      factors: [],
      createdAtMs: 0,
      priority: 0,
      paused: false,
      best: null,
      comparisonProblem: null,
    },
    spec: sweepSpecSchema.parse({ name: 'sizes', corpus: 'phrasebook', seeds: [1, 2] }),
    estimate: {
      wallMs: { low: 60_000, expected: 90_000, high: 120_000 },
      computeMs: { low: 60_000, expected: 90_000, high: 120_000 },
      workers,
      basis: '',
      variantMs: [10_000, 20_000],
    },
    corpus: {
      id: '',
      slug: '',
      name: '',
      sourceLanguage: 'en',
      targetLanguage: 'zh',
      licence: '',
      origin: '',
      generated: true,
      pairCount: 1,
      distinctSources: 1,
      removed: {},
      fingerprint: '',
      bytes: 1,
      createdAtMs: 0,
    },
    dropped: [],
    notes: [],
    runs,
  };
}

describe('the time left of a sweep', () => {
  it('is what is left of its estimate while few of its runs have ended', () => {
    const left = timeLeft(detail([running(0, 50), queued(1), queued(0)]));
    // Half of 10 s, 20 s and 10 s, times 1.5, and the estimate's interval.
    expect(left?.expected).toBeCloseTo(52_500);
    expect(left?.low).toBeCloseTo(35_000);
    expect(left?.high).toBeCloseTo(70_000);
  });

  it('follows its own runs once three have ended', () => {
    const ended = [finished(0, 30_000), finished(1, 60_000), finished(1, 60_000)];
    const left = timeLeft(detail([...ended, running(1, 0)]));
    expect(left?.expected).toBeCloseTo(60_000);
    expect(left?.high).toBeLessThan(65_000);
  });

  it('is shared by the workers, but not below that of the longest run', () => {
    expect(timeLeft(detail([running(0, 0), queued(0), queued(0), queued(0)], 2))?.expected).toBeCloseTo(
      30_000,
    );
    expect(timeLeft(detail([running(0, 0), running(1, 0)], 2))?.expected).toBeCloseTo(30_000);
  });

  it('is not known while nothing is trained, or without an estimate', () => {
    expect(timeLeft(detail([queued(0)]))).toBeUndefined();
    expect(timeLeft({ ...detail([running(0, 0)]), estimate: null })).toBeUndefined();
  });
});
