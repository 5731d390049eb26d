import { describe, expect, it } from 'vitest';
import { leaseRun } from '@/lib/server/leases';
import { finishRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { pauseSweep, resumeSweep } from '@/lib/server/sweepActions';
import { createSweep } from '@/lib/server/sweeps';
import { changeWorker, listWorkers, registerWorker } from '@/lib/server/workers';
import { leaseNow, openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const oneRun = { ...smallSpec, factors: {}, seeds: [1] };

function release(run: { runId: string; attempt: number; leaseToken: string }): void {
  finishRun(run.runId, { attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'released' });
}

describe('duties of a worker', () => {
  it('pause: it is given no run, and trains what it has to its end', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const [paused, other] = [register('paused'), register('other')];
    const run = await requireLease(paused);
    expect(changeWorker(paused, { duty: 'pause' })).toMatchObject({ duty: 'pause', runId: run.runId });
    expect(report(run, 1).command).toBe('continue');
    expect(await leaseNow(paused)).toBeNull();
    expect(await leaseNow(other)).not.toBeNull();
    changeWorker(paused, { duty: 'work' });
    expect(await leaseNow(paused)).not.toBeNull();
  });

  it('drain: its run is handed back, goes on where it stood, and is given to another', async () => {
    openTestServer();
    await createSweep(oneRun);
    const [draining, other] = [register('draining'), register('other')];
    const run = await requireLease(draining);
    report(run, 1, { points: [points('test/loss', { 0: 5, 10: 4 })], checkpointStep: 10 });
    changeWorker(draining, { duty: 'drain' });
    expect(report(run, 2).command).toBe('release');
    release(run);
    expect(getRun(run.runId).run.state).toBe('queued');
    expect(await leaseNow(draining)).toBeNull();
    const taken = await requireLease(other);
    expect(taken).toMatchObject({ runId: run.runId, attempt: 2, checkpointStep: 10 });
    expect(report(taken, 1, { resumedFromStep: 10 }).command).toBe('continue');
  });

  it('drain: the same worker takes its run again once it is back at work', async () => {
    openTestServer();
    await createSweep(oneRun);
    const workerId = register();
    const run = await requireLease(workerId);
    changeWorker(workerId, { duty: 'drain' });
    report(run, 1);
    release(run);
    const waiting = leaseRun({ workerId, waitMs: 30_000, startedTogether: 1 }, new AbortController());
    changeWorker(workerId, { duty: 'work' });
    expect(await waiting).toMatchObject({ runId: run.runId, attempt: 2 });
  });

  it('does not fight with a paused sweep: each alone hands the run back, and both must end before it goes on', async () => {
    openTestServer();
    const { sweep } = await createSweep(oneRun);
    const workerId = register();
    const run = await requireLease(workerId);
    pauseSweep(sweep.id);
    changeWorker(workerId, { duty: 'drain' });
    expect(report(run, 1).command).toBe('release');
    release(run);
    changeWorker(workerId, { duty: 'work' });
    expect(await leaseNow(workerId)).toBeNull();
    resumeSweep(sweep.id);
    expect(await leaseNow(workerId)).toMatchObject({ runId: run.runId });
  });

  it('is forgotten in time: a drained worker whose duty changed before its next report keeps its run', async () => {
    openTestServer();
    await createSweep(oneRun);
    const workerId = register();
    const run = await requireLease(workerId);
    changeWorker(workerId, { duty: 'drain' });
    changeWorker(workerId, { duty: 'work' });
    expect(report(run, 1).command).toBe('continue');
  });

  it('is kept when the worker starts again', async () => {
    openTestServer();
    const workerId = register('w');
    changeWorker(workerId, { duty: 'pause' });
    expect(register('w')).toBe(workerId);
    expect(listWorkers()).toMatchObject([{ id: workerId, duty: 'pause' }]);
  });

  it('keeps a paused worker that waits alive', async () => {
    const { clock } = openTestServer();
    const workerId = register();
    changeWorker(workerId, { duty: 'pause' });
    clock.ms += 60_000;
    await leaseNow(workerId);
    expect(listWorkers()).toMatchObject([{ alive: true, duty: 'pause' }]);
  });

  it('is of a worker that there is', () => {
    openTestServer();
    expect(() => changeWorker('nobody', { duty: 'drain' })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });
});

describe('the list of workers', () => {
  it('says what each trains, how far it is, and how fast', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const workerId = register('a');
    registerWorker({
      ...{ name: 'b', hostname: 'there', pid: 2, engine: 'onnx-cpu', device: 'cpu', threads: 2 },
      version: '0',
    });
    const run = await requireLease(workerId);
    expect(listWorkers()[0]).toMatchObject({ runId: run.runId, tokensPerSecond: null });
    const progress = { step: 20, totalSteps: 100, epoch: 0, totalEpochs: 2 };
    report(run, 1, {
      points: [
        points('throughput/tokensPerSecond', { 10: 900, 20: 1234 }),
        points('train/runningLoss', { 10: 3, 20: 2 }),
      ],
      progress,
    });
    const [busy, idle] = listWorkers();
    expect(busy).toMatchObject({
      run: {
        id: run.runId,
        sweepId: sweep.id,
        sweepName: 'two sizes',
        levels: { heads: 1 },
        seed: 1,
        progress,
      },
      tokensPerSecond: 1234,
    });
    expect(idle).toMatchObject({ name: 'b', run: null, tokensPerSecond: null });
  });
});
