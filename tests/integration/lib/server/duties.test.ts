import { describe, expect, it } from 'vitest';
import type { LeasedRun } from '@/lib/domain/protocol';
import { leaseRun } from '@/lib/server/leases';
import { finishRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { pauseSweep, resumeSweep } from '@/lib/server/sweepActions';
import { createSweep } from '@/lib/server/sweeps';
import { changeWorker, listWorkers, registerWorker } from '@/lib/server/workers';
import {
  type Clock,
  leaseNow,
  openTestServer,
  points,
  register,
  report,
  requireLease,
  smallSpec,
} from './harness';

const oneRun = { ...smallSpec, factors: {}, seeds: [1] };

function release(run: { runId: string; attempt: number; leaseToken: string }): void {
  finishRun(run.runId, { attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'released' });
}

/** Three runs that one worker trains together, in the order leased: seeds 2, 3 and 1. */
async function threeTogether(clock: Clock): Promise<{ workerId: string; runs: LeasedRun[] }> {
  await createSweep({ ...smallSpec, factors: {}, seeds: [1, 2, 3] });
  const [workerId, other] = [register('a'), register('b')];
  const later = await requireLease(other);
  const held = await requireLease(workerId);
  const runs = [held];
  for (const freeing of [undefined, later]) {
    clock.ms += 1000;
    if (freeing) release(freeing);
    const request = { workerId, waitMs: 0, startedTogether: 1, alongside: held.runId };
    const run = await leaseRun(request, new AbortController());
    if (!run) throw new Error('expected a run alongside');
    runs.push(run);
  }
  return { workerId, runs };
}

describe('duties of a worker', () => {
  it('pause: it is given no run, and trains what it has to its end', async () => {
    openTestServer();
    await createSweep(smallSpec);
    const [paused, other] = [register('paused'), register('other')];
    const run = await requireLease(paused);
    expect(changeWorker(paused, { duty: 'pause' })).toMatchObject({
      duty: 'pause',
      runs: [{ id: run.runId }],
    });
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

  it('hold for all runs that a worker trains together, and no other joins them', async () => {
    const { clock } = openTestServer();
    const { workerId, runs } = await threeTogether(clock);
    await createSweep(oneRun);
    const ids = runs.map(({ runId }) => ({ id: runId }));
    const commands = (sequence: number) => runs.map((run) => report(run, sequence).command);
    expect(changeWorker(workerId, { duty: 'pause' }).runs).toMatchObject(ids);
    expect(commands(1)).toEqual(['continue', 'continue', 'continue']);
    expect(changeWorker(workerId, { duty: 'drain' }).runs).toMatchObject(ids);
    expect(commands(2)).toEqual(['release', 'release', 'release']);
    const [first, ...others] = runs;
    if (!first) throw new Error('expected three runs');
    release(first);
    expect(listWorkers()[0]?.runs).toMatchObject(others.map(({ runId }) => ({ id: runId })));
    const alongside = { workerId, waitMs: 0, startedTogether: 1, alongside: others[0]?.runId };
    expect(await leaseRun(alongside, new AbortController())).toBeNull();
    for (const run of others) release(run);
    expect(listWorkers()[0]).toMatchObject({ runs: [], duty: 'drain' });
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
    expect(listWorkers()[0]).toMatchObject({ runs: [{ id: run.runId }], tokensPerSecond: null });
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
      runs: [
        {
          id: run.runId,
          sweepId: sweep.id,
          sweepName: 'two sizes',
          levels: { heads: 1 },
          seed: 1,
          progress,
        },
      ],
      tokensPerSecond: 1234,
    });
    expect(idle).toMatchObject({ name: 'b', runs: [], tokensPerSecond: null });
  });

  it('says all runs that a worker trains, in the order leased, and the sum of the speeds told', async () => {
    const { clock } = openTestServer();
    const { runs } = await threeTogether(clock);
    const listed = () => listWorkers()[0];
    expect(listed()).toMatchObject({ runs: runs.map(({ runId }) => ({ id: runId })), tokensPerSecond: null });
    expect(listed()?.runs.map(({ seed }) => seed)).toEqual([2, 3, 1]);
    const [first, , last] = runs;
    if (!first || !last) throw new Error('expected three runs');
    const speed = (tokens: number) => ({ points: [points('throughput/tokensPerSecond', { 10: tokens })] });
    report(first, 1, speed(1000));
    expect(listed()?.tokensPerSecond).toBe(1000);
    report(last, 1, speed(250));
    expect(listed()?.tokensPerSecond).toBe(1250);
    finishRun(first.runId, { attempt: 1, leaseToken: first.leaseToken, outcome: 'finished' });
    expect(listed()).toMatchObject({ runs: [{ seed: 3 }, { seed: 1 }], tokensPerSecond: 250 });
  });
});
