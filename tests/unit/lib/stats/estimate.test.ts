import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibration, RunWork } from '@/lib/domain/estimate';
import { correctionOf, type EstimatedWorker, estimateTimes, runMs, timeOf } from '@/lib/stats/estimate';

const timed = (flops: number, median: number) => ({
  flops,
  milliseconds: { low: 0.9 * median, median, high: 1.2 * median },
});
const calibration: Calibration = {
  measuredAtMs: 0,
  engine: 'onnx-cpu',
  threads: 1,
  steps: [timed(1e8, 10), timed(1e9, 30), timed(1e10, 200)],
  tokens: [timed(1e5, 0.01), timed(1e7, 0.2)],
  graphMs: 40,
  cores: 2,
};
const worker: EstimatedWorker = { machine: 'here', threads: 2, calibration };
const work: RunWork = {
  steps: [{ flops: 1e9, count: 1000 }],
  tokens: [{ flops: 1e6, count: 10_000 }],
  graphs: 20,
};

const anyWork: fc.Arbitrary<RunWork> = fc.record({
  steps: fc.array(
    fc.record({
      flops: fc.double({ min: 1e6, max: 1e12, noNaN: true }),
      count: fc.integer({ min: 0, max: 10_000 }),
    }),
    { maxLength: 4 },
  ),
  tokens: fc.array(
    fc.record({
      flops: fc.double({ min: 1e4, max: 1e9, noNaN: true }),
      count: fc.integer({ min: 0, max: 100_000 }),
    }),
    { maxLength: 2 },
  ),
  graphs: fc.integer({ min: 0, max: 200 }),
});

describe('the time of a step', () => {
  it('is what was measured at a measured size, and between its neighbours elsewhere', () => {
    expect(timeOf(1e9, calibration.steps, 'expected')).toBeCloseTo(30);
    expect(timeOf(1e9, calibration.steps, 'low')).toBeCloseTo(27);
    // Halfway in the logarithm: the geometric mean.
    expect(timeOf(10 ** 8.5, calibration.steps, 'expected')).toBeCloseTo(Math.sqrt(10 * 30));
  });

  it('stays at the least for less work and grows in proportion beyond the most', () => {
    expect(timeOf(1e3, calibration.steps, 'expected')).toBe(10);
    expect(timeOf(3e10, calibration.steps, 'expected')).toBeCloseTo(600);
  });

  it('never falls with more work, even where the measurements did', () => {
    const noisy = [timed(1e8, 12), timed(1e9, 11), timed(1e10, 100)];
    fc.assert(
      fc.property(
        fc.double({ min: 1e6, max: 1e12, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (flops, factor) => {
          expect(timeOf(flops * factor, noisy, 'expected')).toBeGreaterThanOrEqual(
            timeOf(flops, noisy, 'expected') * (1 - 1e-9),
          );
        },
      ),
    );
  });
});

describe('an estimate', () => {
  it('grows with every epoch, and by as much as the epochs are', () => {
    const epochs = (count: number) =>
      runMs({ ...work, steps: [{ flops: 1e9, count: 100 * count }] }, calibration, 'expected');
    expect(epochs(3) - epochs(2)).toBeCloseTo(epochs(2) - epochs(1));
    expect(epochs(2)).toBeGreaterThan(epochs(1));
  });

  it('is an interval around what it expects, whose trainer time is between the wall time and all workers’', () => {
    fc.assert(
      fc.property(
        fc.array(anyWork, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { maxLength: 10 }),
        (works, seeds, count, ratios) => {
          const workers = Array.from({ length: count }, () => worker);
          const { wallMs, computeMs } = estimateTimes({ work: works, seeds, workers, ratios });
          if (!wallMs || !computeMs) throw new Error('expected an estimate');
          for (const { low, expected, high } of [wallMs, computeMs]) {
            expect(low).toBeLessThanOrEqual(expected);
            expect(expected).toBeLessThanOrEqual(high);
          }
          expect(computeMs.expected).toBeGreaterThanOrEqual(wallMs.expected * (1 - 1e-9));
          expect(computeMs.expected).toBeLessThanOrEqual(wallMs.expected * count * (1 + 1e-9));
        },
      ),
    );
  });

  it('adds up the runs of a single worker, and shares equal ones out evenly among machines', () => {
    const one = estimateTimes({ work: [work], seeds: 1, workers: [worker], ratios: [] });
    const six = estimateTimes({ work: [work, work, work], seeds: 2, workers: [worker], ratios: [] });
    expect(six.wallMs?.expected).toBeCloseTo(6 * (one.wallMs?.expected ?? 0));
    const machines = ['a', 'b', 'c'].map((machine) => ({ ...worker, machine }));
    const shared = estimateTimes({ work: [work, work, work], seeds: 2, workers: machines, ratios: [] });
    expect(shared.wallMs?.expected).toBeCloseTo(2 * (one.wallMs?.expected ?? 0));
  });

  it('shares the cores of a machine among its workers, and gives them back for the last run', () => {
    const pair = [worker, worker];
    const two = estimateTimes({ work: [work], seeds: 2, workers: pair, ratios: [] });
    const three = estimateTimes({ work: [work], seeds: 3, workers: pair, ratios: [] });
    const oneThread = runMs(work, calibration, 'expected');
    expect(two.wallMs?.expected).toBeCloseTo(oneThread);
    expect(three.wallMs?.expected).toBeGreaterThan(oneThread);
    expect(three.wallMs?.expected).toBeLessThan(2 * oneThread);
    expect(two.variantMs).toEqual([Math.round(oneThread)]);
  });

  it('keeps the threads that were chosen by hand', () => {
    const byHand = { ...worker, threads: 4, calibration: { ...calibration, cores: 8 } };
    const alone = estimateTimes({ work: [work], seeds: 1, workers: [byHand], ratios: [] });
    const beside = estimateTimes({ work: [work], seeds: 2, workers: [byHand, byHand], ratios: [] });
    expect(beside.wallMs?.expected).toBeCloseTo(alone.wallMs?.expected ?? 0);
  });

  it('follows what earlier runs took, with the interval that they kept to', () => {
    const before = estimateTimes({ work: [work], seeds: 1, workers: [worker], ratios: [] });
    const after = estimateTimes({ work: [work], seeds: 1, workers: [worker], ratios: [1.4, 1.5, 1.5, 1.6] });
    const ratio = (after.wallMs?.expected ?? 0) / (before.wallMs?.expected ?? 1);
    expect(ratio).toBeGreaterThan(1.4);
    expect(ratio).toBeLessThan(1.6);
    const width = ({ wallMs }: typeof after) => (wallMs ? wallMs.high / wallMs.low : Number.NaN);
    expect(width(after)).toBeLessThan(width(before));
    // What runs are held against does not change with them.
    expect(after.variantMs).toEqual(before.variantMs);
  });

  it('is none without a worker', () => {
    expect(estimateTimes({ work: [work], seeds: 1, workers: [], ratios: [1, 1, 1] })).toEqual({
      wallMs: null,
      computeMs: null,
      variantMs: [],
    });
  });
});

describe('the correction by finished runs', () => {
  it('is a wide guess for fewer than three', () => {
    expect(correctionOf([2, 2])).toEqual(correctionOf([]));
    expect(correctionOf([])).toMatchObject({ expected: 1 });
  });

  it('is not moved by one run that took ten times as long', () => {
    expect(correctionOf([1.1, 1.1, 1.1, 1.1, 11]).expected).toBeCloseTo(1.1);
  });
});
