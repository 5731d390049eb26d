import { describe, expect, it, vi } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import { getCurves } from '@/lib/server/curves';
import { expireLeases } from '@/lib/server/expiry';
import { leaseRun } from '@/lib/server/leases';
import { finishRun } from '@/lib/server/reports';
import { getLogs, getRun, getSamples } from '@/lib/server/runs';
import { closeServer } from '@/lib/server/server';
import { cancelSweep, createSweep, getSweep } from '@/lib/server/sweeps';
import { listWorkers } from '@/lib/server/workers';
import { leaseNow, openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const ttlMs = 30_000;
const sample = {
  step: 10,
  epoch: 1,
  split: 'test' as const,
  items: [{ source: 'hi', references: ['你好'], hypothesis: '你' }],
};

function ending(
  { attempt, leaseToken }: { attempt: number; leaseToken: string },
  outcome: 'finished' | 'failed' | 'cancelled' | 'released',
) {
  return { attempt, leaseToken, outcome };
}

describe('leases', () => {
  it('give each run to one worker, the first seed of every variant before any second seed', async () => {
    openTestServer();
    await createSweep(smallSpec);
    await createSweep({ ...smallSpec, name: 'later', seeds: [9] });
    const workers = ['a', 'b', 'c'].map((name) => register(name));
    const leases = await Promise.all(Array.from({ length: 8 }, (_, i) => leaseNow(workers[i % 3] ?? '')));
    const runs = leases.flatMap((run) => (run ? [run] : []));
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(6);
    expect(runs.map(({ config, seed }) => [config.heads, seed])).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 9],
      [2, 9],
    ]);
    expect(await leaseNow(workers[0] ?? '')).toBeNull();
  });

  it('wake a waiting worker as soon as a sweep is created, one worker a run', async () => {
    openTestServer();
    const waiting = ['a', 'b'].map((name) =>
      leaseRun({ workerId: register(name), waitMs: 30_000, startedTogether: 1 }, new AbortController()),
    );
    await createSweep({ ...smallSpec, seeds: [1] });
    const runs = await Promise.all(waiting);
    expect(new Set(runs.map((run) => run?.runId)).size).toBe(2);
    expect(runs).not.toContain(null);
  });

  it('are given alongside a run that a worker holds to those that can step together with it', async () => {
    openTestServer();
    await createSweep({ ...smallSpec, factors: { heads: [1, 2], sourceEndToken: [true, false] } });
    await createSweep({ ...smallSpec, name: 'another', factors: {}, seeds: [7] });
    const [worker, other] = [register('a'), register('b')];
    const held = await requireLease(worker);
    const alongside = (workerId: string) =>
      leaseRun(
        { workerId, waitMs: 30_000, startedTogether: 1, alongside: held.runId },
        new AbortController(),
      );
    // Of a run that is another's there is nothing to be had.
    expect(await alongside(other)).toBeNull();
    const leased = [await alongside(worker), await alongside(worker), await alongside(worker)];
    expect(
      [held, ...leased].map((run) => [run?.config.heads, run?.config.sourceEndToken, run?.seed]),
    ).toEqual([
      [1, true, 1],
      [1, false, 1],
      [1, true, 2],
      [1, false, 2],
    ]);
    expect(await alongside(worker)).toBeNull();
    const [next] = leased;
    if (!next) throw new Error('no run alongside');
    await report(next, 1);
    expect(getRun(next.runId).run.state).toBe('running');
    finishRun(held.runId, ending(held, 'finished'));
    expect(await alongside(worker)).toBeNull();
  });

  it('are not given alongside where an idle worker of another machine would go without', async () => {
    openTestServer();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1, 2, 3] });
    const worker = register('a');
    const held = await requireLease(worker);
    const [here, elsewhere] = [register('b'), register('c', 'there')];
    const alongside = () =>
      leaseRun(
        { workerId: worker, waitMs: 0, startedTogether: 1, alongside: held.runId },
        new AbortController(),
      );
    expect(await alongside()).not.toBeNull();
    expect(await alongside()).toBeNull();
    expect((await requireLease(elsewhere)).seed).toBe(3);
    expect(await leaseNow(here)).toBeNull();
  });

  it('are not given to a worker that has hung up', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const workerId = register();
    expect(
      await leaseRun({ workerId, waitMs: 1000, startedTogether: 1 }, { signal: AbortSignal.abort() }),
    ).toBeNull();
    expect(await leaseNow(workerId)).not.toBeNull();
  });

  it('are refused to a worker that has not registered', async () => {
    openTestServer();
    await expect(leaseNow('nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('hold while reports come, by the server clock alone', async () => {
    const { context, clock } = openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    for (let sequence = 1; sequence <= 5; sequence++) {
      clock.ms += ttlMs - 1;
      expireLeases(context);
      expect(report(run, sequence).command).toBe('continue');
    }
    expect(getRun(run.runId).run.state).toBe('running');
  });

  it('run out in silence: the run is queued again and the lost attempt is fenced off', async () => {
    const { clock } = openTestServer();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const lost = await requireLease(register('lost'));
    report(lost, 1, { points: [points('test/loss', { 0: 5, 10: 4 })], samples: [sample] });
    clock.ms += ttlMs;
    const taken = await requireLease(register('next'));
    expect(taken.runId).toBe(lost.runId);
    expect(taken.attempt).toBe(2);

    // What the lost attempt still sends is refused.
    const stale = expect.objectContaining({ code: 'stale_attempt' });
    expect(() => report(lost, 2, { points: [points('test/loss', { 20: 3 })] })).toThrow(stale);
    expect(() => finishRun(lost.runId, ending(lost, 'finished'))).toThrow(stale);
    expect(() => report({ ...taken, leaseToken: lost.leaseToken }, 1)).toThrow(stale);

    // There was no checkpoint: the new attempt tells everything again.
    report(taken, 1, { points: [points('test/loss', { 0: 6 })] });
    expect(getSamples(taken.runId).samples).toEqual([]);
    expect(getRun(taken.runId).run.result.last).toEqual({ 'test/loss': 6 });
    expect(getCurves({ runIds: [taken.runId], metrics: [], buckets: 10 }).runs[0]?.curves).toMatchObject([
      { metric: 'test/loss', steps: [0], values: [6] },
    ]);
    expect(getLogs(taken.runId).logs).toMatchObject([{ attempt: 1, level: 'warn' }]);
  });

  it('fail the run once three workers were lost with it', async () => {
    const { context, clock } = openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const workerId = register();
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await requireLease(workerId)).attempt).toBe(attempt);
      clock.ms += ttlMs;
    }
    expireLeases(context);
    const [run] = getSweep(sweep.id).runs;
    expect(run).toMatchObject({
      state: 'failed',
      error: { code: 'worker_lost', message: 'worker lost 3 times' },
    });
    expect(getSweep(sweep.id).sweep.state).toBe('failed');
  });

  it('do not count runs that were handed back as lost', async () => {
    const { clock } = openTestServer();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const workerId = register();
    for (let attempt = 1; attempt <= 5; attempt++) {
      const run = await requireLease(workerId);
      expect(run.attempt).toBe(attempt);
      clock.ms += 1000;
      finishRun(run.runId, ending(run, 'released'));
    }
    const run = await requireLease(workerId);
    finishRun(run.runId, ending(run, 'finished'));
    expect(getRun(run.runId).run).toMatchObject({ state: 'finished', durationMs: 5000 });
  });

  it('survive the server being away for longer than they last', async () => {
    const { context, clock } = openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    closeServer();
    clock.ms += 10 * ttlMs;
    openTestServer({ home: context.home, now: () => clock.ms });
    expect(report(run, 1).command).toBe('continue');
  });
});

describe('reports', () => {
  it('change nothing when they are repeated', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    const content = {
      points: [points('validation/loss', { 0: 5, 10: 4 })],
      samples: [sample],
      logs: [{ timeMs: 1, level: 'info' as const, text: 'hello' }],
      progress: { step: 10, totalSteps: 20, epoch: 1, totalEpochs: 2 },
    };
    report(run, 1, content);
    const before = [getRun(run.runId), getSamples(run.runId), getLogs(run.runId)];
    report(run, 1, content);
    report(run, 1, { points: [points('validation/loss', { 99: 0 })] });
    expect([getRun(run.runId), getSamples(run.runId), getLogs(run.runId)]).toEqual(before);
    report(run, 2, { points: [points('validation/loss', { 20: 3 })] });
    const { curves } = getCurves({ runIds: [run.runId], metrics: [], buckets: 10 }).runs[0] ?? {};
    expect(curves).toEqual([
      { metric: 'validation/loss', steps: [0, 10, 20], values: [5, 4, 3], total: 3, shown: 3 },
    ]);
  });

  it('are refused where one before is missing', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    expect(() => report(run, 2)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('keep the numbers of the best step by validation, NaN included', async () => {
    openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    const progress = { step: 10, totalSteps: 20, epoch: 1, totalEpochs: 2 };
    report(run, 1, {
      progress,
      points: [points('validation/loss', { 0: 5, 10: 4 }), points('test/bleu', { 10: 31 })],
    });
    report(run, 2, {
      points: [points('validation/loss', { 20: Number.NaN }), points('test/bleu', { 20: 12 })],
    });
    expect(getRun(run.runId).run.result).toEqual({
      bestStep: 10,
      bestEpoch: 1,
      atBest: { 'validation/loss': 4, 'test/bleu': 31 },
      last: { 'validation/loss': Number.NaN, 'test/bleu': 12 },
    });
    expect(getSweep(sweep.id).sweep.best).toEqual({
      runId: run.runId,
      levels: {},
      seed: 1,
      metric: 'test/bleu',
      value: 31,
      sentences: null,
      stoppedEarly: false,
    });
  });
});

describe('a sweep', () => {
  it('goes from queued over running to finished', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, seeds: [1] });
    expect(sweep).toMatchObject({ state: 'queued', variantCount: 2, factors: ['heads'], best: null });
    const workerId = register();
    for (const value of [3, 2]) {
      const run = await requireLease(workerId);
      expect(getSweep(sweep.id).sweep.state).toBe('running');
      expect(listWorkers()).toMatchObject([{ id: workerId, runs: [{ id: run.runId }], alive: true }]);
      report(run, 1, {
        points: [points('validation/loss', { 1: value }), points('test/bleu', { 1: value })],
      });
      clock.ms += 2000;
      finishRun(run.runId, ending(run, 'finished'));
      // Repeated, as after a lost answer.
      finishRun(run.runId, ending(run, 'finished'));
    }
    const detail = getSweep(sweep.id);
    expect(detail.sweep.state).toBe('finished');
    expect(detail.sweep.counts).toMatchObject({ queued: 0, running: 0, finished: 2, failed: 0 });
    expect(detail.sweep.best).toMatchObject({ runId: detail.runs[1]?.id, value: 2 });
    expect(detail.runs).toMatchObject([
      { state: 'finished', workerName: 'worker-1', durationMs: 2000, error: null },
      { state: 'finished', workerName: 'worker-1', durationMs: 2000, error: null },
    ]);
    clock.ms += ttlMs;
    expect(listWorkers()).toMatchObject([{ runs: [], alive: false }]);
  });

  it('keeps the reason of a run that failed', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    const error = { code: 'diverged', message: 'the loss is NaN' };
    finishRun(run.runId, { ...ending(run, 'failed'), error });
    expect(getRun(run.runId).run).toMatchObject({ state: 'failed', error });
  });

  it('when cancelled stops what is queued at once and asks running workers to', async () => {
    const { context, clock } = openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const heeding = await requireLease(register('heeding'));
    const lost = await requireLease(register('lost'));
    expect(cancelSweep(sweep.id).sweep.counts).toMatchObject({ queued: 0, running: 2, cancelled: 2 });
    expect(await leaseNow(register('late'))).toBeNull();
    clock.ms += 1000;
    expect(report(heeding, 1).command).toBe('cancel');
    finishRun(heeding.runId, ending(heeding, 'cancelled'));
    clock.ms += ttlMs;
    expireLeases(context);
    expect(getRun(lost.runId).run.state).toBe('cancelled');
    expect(getSweep(sweep.id).sweep).toMatchObject({ state: 'cancelled', counts: { cancelled: 4 } });
  });

  it('outlive a time in which no report could be stored, since silence was not the worker’s fault', async () => {
    const { context, clock } = openTestServer();
    await createSweep(smallSpec);
    const run = await requireLease(register());
    const full = vi.spyOn(context.store, 'write').mockImplementation(() => {
      throw new HeldoutError('storage_full', 'the disk is full');
    });
    clock.ms += 2 * ttlMs;
    expect(() => report(run, 1)).toThrow('full');
    expect(() => expireLeases(context)).toThrow('full');
    full.mockRestore();
    expireLeases(context);
    expect(report(run, 1).command).toBe('continue');
    clock.ms += 2 * ttlMs;
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('queued');
  });
});

describe('a lease says how many runs its machine can be expected to train at once', () => {
  const runs = (count: number) => ({
    ...smallSpec,
    factors: {},
    seeds: Array.from({ length: count }, (_, i) => i),
  });

  it('as many as wait and train, up to its workers', async () => {
    openTestServer();
    await createSweep(runs(3));
    const [a = '', b = ''] = ['a', 'b'].map((name) => register(name));
    expect((await requireLease(a)).trainersOnMachine).toBe(2);
    const second = await requireLease(b);
    expect(second.trainersOnMachine).toBe(2);
    finishRun(second.runId, ending(second, 'finished'));
    expect((await requireLease(b)).trainersOnMachine).toBe(2);
  });

  it('one for a single run, however many workers wait', async () => {
    openTestServer();
    await createSweep(runs(1));
    const [a = ''] = ['a', 'b', 'c'].map((name) => register(name));
    expect((await requireLease(a)).trainersOnMachine).toBe(1);
  });

  it('not counting the workers of another machine, nor their runs', async () => {
    openTestServer();
    await createSweep(runs(2));
    const here = register('a', 'here');
    register('b', 'here');
    const there = register('a', 'there');
    expect((await requireLease(there)).trainersOnMachine).toBe(1);
    expect((await requireLease(here)).trainersOnMachine).toBe(1);
  });

  it('not counting workers that have not been heard of for a lease', async () => {
    const { clock } = openTestServer();
    await createSweep(runs(4));
    register('gone');
    clock.ms += ttlMs;
    expect((await requireLease(register('alive'))).trainersOnMachine).toBe(1);
  });

  it('counting workers started together with the one that asks, which may still be on their way', async () => {
    openTestServer();
    await createSweep(runs(4));
    const connection = new AbortController();
    const run = await leaseRun({ workerId: register(), waitMs: 0, startedTogether: 3 }, connection);
    expect(run?.trainersOnMachine).toBe(3);
  });
});
