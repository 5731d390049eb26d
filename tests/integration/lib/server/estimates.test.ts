import { describe, expect, it } from 'vitest';
import type { Calibration } from '@/lib/domain/estimate';
import { finishRun } from '@/lib/server/reports';
import { createSweep, getSweep, previewSweep } from '@/lib/server/sweeps';
import { listWorkers, registerWorker } from '@/lib/server/workers';
import { facts } from './answeredSweep';
import { type Clock, openTestServer, register, report, requireLease, smallSpec } from './harness';

const timed = (flops: number, median: number) => ({
  flops,
  milliseconds: { low: 0.9 * median, median, high: 1.2 * median },
});
const calibration: Calibration = {
  measuredAtMs: 0,
  engine: 'onnx-cpu',
  threads: 1,
  steps: [timed(1e7, 2), timed(1e10, 200)],
  tokens: [timed(1e5, 0.01), timed(1e7, 0.2)],
  graphMs: 20,
};

function calibrated(name: string, engine = 'onnx-cpu'): string {
  const worker = { name, hostname: 'here', pid: 1, engine, device: 'cpu', threads: 1, version: '0' };
  return registerWorker({ ...worker, calibration });
}

/** Trains every run of the queue, each for so long. */
/** @param replicas runs that step together, as a run's facts have it; undefined: by itself */
async function finishAll(workerId: string, clock: Clock, runs: number, takenMs: number, replicas?: number) {
  for (let i = 0; i < runs; i++) {
    const run = await requireLease(workerId);
    const { runId, attempt, leaseToken } = run;
    clock.ms += takenMs;
    const together = replicas === undefined ? {} : { replicas: String(replicas) };
    await report(run, 1, { facts: { ...facts, environment: { ...facts.environment, ...together } } });
    finishRun(runId, { attempt, leaseToken, outcome: 'finished' });
  }
}

describe('the estimate of a sweep', () => {
  it('is none, and says why, without a worker or before one is calibrated', async () => {
    openTestServer();
    expect((await previewSweep(smallSpec)).estimate).toEqual({
      wallMs: null,
      computeMs: null,
      workers: 0,
      basis: 'no estimate yet: no worker is connected',
      reasons: [{ kind: 'no-worker' }],
      variantMs: [],
    });
    register();
    const { estimate } = await previewSweep(smallSpec);
    expect(estimate).toMatchObject({
      wallMs: null,
      basis: expect.stringContaining('has been calibrated'),
      reasons: [{ kind: 'not-calibrated' }],
    });
  });

  it('is of the workers that are alive and calibrated, and is kept with the sweep', async () => {
    const { clock } = openTestServer();
    calibrated('one');
    const { estimate } = await previewSweep(smallSpec);
    expect(estimate).toMatchObject({ workers: 1, basis: expect.stringContaining('by a calibration alone') });
    expect(estimate.variantMs).toHaveLength(2);
    calibrated('two');
    const shared = (await previewSweep(smallSpec)).estimate;
    expect(shared.workers).toBe(2);
    expect(shared.wallMs?.expected).toBeCloseTo((estimate.wallMs?.expected ?? 0) / 2, -1);
    expect(shared.computeMs?.expected).toBeCloseTo(estimate.computeMs?.expected ?? 0, -1);

    const { sweep, estimate: kept } = await createSweep(smallSpec);
    expect(kept).toEqual(shared);
    clock.ms += 60_000;
    expect(getSweep(sweep.id).estimate).toEqual(shared);
    expect((await previewSweep(smallSpec)).estimate.workers).toBe(0);
  });

  it('is corrected by what earlier runs took on such a worker', async () => {
    const { clock } = openTestServer();
    const worker = calibrated('one');
    const { estimate } = await createSweep(smallSpec);
    const [predicted = 0] = estimate?.variantMs ?? [];
    await finishAll(worker, clock, 4, 2 * predicted);
    calibrated('one');
    const corrected = (await previewSweep(smallSpec)).estimate;
    expect(corrected.basis).toContain('corrected by the last 4 finished runs');
    expect(corrected.variantMs).toEqual(estimate?.variantMs);
    const ratio = (corrected.wallMs?.expected ?? 0) / (estimate?.wallMs?.expected ?? 1);
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.2);
  });

  it('takes of a run that stepped together with others its share of the time', async () => {
    const { clock } = openTestServer();
    const worker = calibrated('one');
    const { estimate } = await createSweep(smallSpec);
    const [predicted = 0] = estimate?.variantMs ?? [];
    await finishAll(worker, clock, 4, 2 * predicted, 4);
    calibrated('one');
    const corrected = (await previewSweep(smallSpec)).estimate;
    const ratio = (corrected.wallMs?.expected ?? 0) / (estimate?.wallMs?.expected ?? 1);
    expect(ratio).toBeGreaterThan(0.45);
    expect(ratio).toBeLessThan(0.55);
  });

  it('names what it leaves out: runs before it, and that stopping rules end it sooner', async () => {
    openTestServer();
    calibrated('one');
    await createSweep(smallSpec);
    const { estimate } = await previewSweep({ ...smallSpec, stopping: { kind: 'patience', epochs: 2 } });
    expect(estimate.basis).toContain('an upper bound: early stopping may end it sooner');
    expect(estimate.basis).toContain('without the 4 runs of other sweeps');
    expect(estimate.reasons).toEqual([
      expect.objectContaining({ kind: 'calibration' }),
      { kind: 'upper-bound', endedBy: 'early-stopping' },
      { kind: 'other-runs', runs: 4 },
    ]);
  });
});

describe('a calibrated worker', () => {
  it('stays so when it registers again without one, but not with another engine', async () => {
    openTestServer();
    calibrated('worker-1');
    register('worker-1');
    expect((await previewSweep(smallSpec)).estimate.workers).toBe(1);
    registerWorker({
      ...{ name: 'worker-1', hostname: 'here', pid: 1, device: 'cpu', threads: 1, version: '0' },
      engine: 'tfjs-cpu',
    });
    expect((await previewSweep(smallSpec)).estimate.workers).toBe(0);
  });

  it('is listed without its measurements', () => {
    openTestServer();
    calibrated('one');
    expect(listWorkers()[0]).not.toHaveProperty('calibration');
  });
});
