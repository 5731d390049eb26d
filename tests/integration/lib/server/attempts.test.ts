import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeasedRun, PointColumns } from '@/lib/domain/protocol';
import { getCurves } from '@/lib/server/curves';
import { finishRun } from '@/lib/server/reports';
import { getAttempts, getLogs, getRun, getSamples } from '@/lib/server/runs';
import { closeServer } from '@/lib/server/server';
import { createSweep } from '@/lib/server/sweeps';
import { leaseNow, openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const oneRun = { ...smallSpec, factors: {}, seeds: [1] };

function curveOf(runId: string): PointColumns[] {
  const [run] = getCurves({ runIds: [runId], metrics: [], buckets: 10_000 }).runs;
  return (run?.curves ?? []).map(({ metric, steps, values }) => ({ metric, steps, values, timesMs: [] }));
}

function fail(run: LeasedRun, code: string, message = 'it broke'): void {
  const { attempt, leaseToken } = run;
  finishRun(run.runId, { attempt, leaseToken, outcome: 'failed', error: { code, message } });
}

const sampleAt = (step: number) => ({
  step,
  epoch: step,
  split: 'test' as const,
  items: [{ source: 'Hi.', references: ['嗨。'], hypothesis: `${step}` }],
});

describe('an attempt that goes on from a checkpoint', () => {
  it('keeps what is known up to it, and tells the rest again', async () => {
    const { clock, context } = openTestServer();
    await createSweep(oneRun);
    const worker = register();
    const first = await requireLease(worker);
    expect(first.checkpointStep).toBe(0);
    report(first, 1, { points: [points('validation/loss', { 0: 5, 10: 4 })], samples: [sampleAt(0)] });
    report(first, 2, { checkpointStep: 10 });
    report(first, 3, { points: [points('validation/loss', { 20: 3 })], samples: [sampleAt(20)] });
    clock.ms += context.leaseTtlMs;
    const second = await requireLease(worker);
    expect(second.checkpointStep).toBe(10);
    report(second, 1, { resumedFromStep: 10 });
    expect(curveOf(first.runId)).toMatchObject([
      { metric: 'validation/loss', steps: [0, 10], values: [5, 4] },
    ]);
    expect(getSamples(first.runId).samples.map(({ step }) => step)).toEqual([0]);
    report(second, 2, { points: [points('validation/loss', { 20: 3, 30: 2 })] });
    expect(curveOf(first.runId)).toMatchObject([{ steps: [0, 10, 20, 30], values: [5, 4, 3, 2] }]);
    expect(getAttempts(first.runId)).toMatchObject([
      { attempt: 1, outcome: 'lost', resumedFromStep: 0, workerName: 'worker-1' },
      { attempt: 2, outcome: null, resumedFromStep: 10 },
    ]);
  });

  it('may go on from an earlier one, and not from one that the server does not know all about', async () => {
    const { clock, context } = openTestServer();
    await createSweep(oneRun);
    const worker = register();
    const first = await requireLease(worker);
    report(first, 1, { points: [points('test/loss', { 0: 5, 10: 4, 20: 3 })], checkpointStep: 20 });
    clock.ms += context.leaseTtlMs;
    const second = await requireLease(worker);
    expect(() => report(second, 1, { resumedFromStep: 21 })).toThrow(/only up to step 20/);
    report(second, 1, { resumedFromStep: 10 });
    expect(curveOf(first.runId)).toMatchObject([{ steps: [0, 10] }]);
    clock.ms += context.leaseTtlMs;
    expect((await requireLease(worker)).checkpointStep).toBe(10);
  });

  it('loses no point and doubles none, wherever attempts break off', async () => {
    const last = 60;
    const breaks = fc.array(
      fc.record({ reported: fc.integer({ min: 0, max: last }), every: fc.integer({ min: 1, max: 20 }) }),
      // A third loss would fail the run.
      { maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(breaks, async (attempts) => {
        closeServer();
        const { clock, context } = openTestServer();
        await createSweep(oneRun);
        const worker = register();
        let runId = '';
        for (const { reported, every } of [...attempts, { reported: last, every: last }]) {
          const run = await requireLease(worker);
          runId = run.runId;
          report(run, 1, { resumedFromStep: run.checkpointStep });
          let sequence = 1;
          for (let step = run.checkpointStep + 1; step <= Math.max(reported, run.checkpointStep); step++) {
            sequence++;
            const checkpoint = step % every === 0 ? { checkpointStep: step } : {};
            report(run, sequence, { points: [points('train/loss', { [step]: step / 7 })], ...checkpoint });
          }
          clock.ms += context.leaseTtlMs;
        }
        const [curve] = curveOf(runId);
        expect(curve?.steps).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a run whose trainer fails', () => {
  it('is tried again, later each time, and fails for good with the reason once its retries are spent', async () => {
    const { clock } = openTestServer();
    await createSweep({ ...oneRun, retries: 2 });
    const worker = register();
    for (const backOffMs of [10_000, 20_000]) {
      const run = await requireLease(worker);
      fail(run, 'internal', 'out of memory');
      expect(getRun(run.runId).run.state).toBe('queued');
      expect(await leaseNow(worker)).toBeNull();
      clock.ms += backOffMs - 1;
      expect(await leaseNow(worker)).toBeNull();
      clock.ms += 1;
    }
    const third = await requireLease(worker);
    expect(third.attempt).toBe(3);
    fail(third, 'internal', 'out of memory');
    expect(getRun(third.runId).run).toMatchObject({
      state: 'failed',
      error: { code: 'internal', message: 'out of memory (the last of 3 attempts that failed)' },
    });
    expect(getAttempts(third.runId).map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    expect(getLogs(third.runId).logs.map(({ text }) => text)).toEqual([
      expect.stringMatching(/tried again in 10 s, 1 more tries/),
      expect.stringMatching(/tried again in 20 s, 0 more tries/),
    ]);
  });

  it('is not tried again where it would end the same way', async () => {
    openTestServer();
    await createSweep(oneRun);
    const run = await requireLease(register());
    fail(run, 'diverged', 'the loss is NaN at step 5');
    expect(getRun(run.runId).run).toMatchObject({ state: 'failed', error: { code: 'diverged' } });
  });

  it('is answered the same when its worker repeats the finish', async () => {
    openTestServer();
    await createSweep(oneRun);
    const run = await requireLease(register());
    fail(run, 'internal');
    fail(run, 'internal');
    expect(getAttempts(run.runId)).toHaveLength(1);
    expect(getRun(run.runId).run.state).toBe('queued');
  });
});
