import { describe, expect, it } from 'vitest';
import type { LeasedRun } from '@/lib/domain/protocol';
import { finishRun } from '@/lib/server/reports';
import { getAttempts, getRun } from '@/lib/server/runs';
import { pauseSweep, prioritizeSweep, rerunRun, rerunSweep, resumeSweep } from '@/lib/server/sweepActions';
import { editSweep } from '@/lib/server/sweepEdit';
import { cancelSweep, createSweep, getSweep } from '@/lib/server/sweeps';
import { formatSweepText } from '@/sweeps/format';
import { parseSweepText } from '@/sweeps/parse';
import { leaseNow, openTestServer, points, register, report, requireLease, smallSpec } from './harness';

function finish(run: LeasedRun, outcome: 'finished' | 'failed' | 'released' = 'finished'): void {
  const { attempt, leaseToken } = run;
  const error = { code: 'diverged', message: 'the loss is NaN' };
  finishRun(run.runId, { attempt, leaseToken, outcome, ...(outcome === 'failed' ? { error } : {}) });
}

async function trainAll(worker: string, outcome: 'finished' | 'failed' = 'finished'): Promise<string[]> {
  const trained: string[] = [];
  for (let run = await leaseNow(worker); run; run = await leaseNow(worker)) {
    report(run, 1, { points: [points('validation/loss', { 0: 5 })] });
    finish(run, outcome);
    trained.push(run.runId);
  }
  return trained;
}

describe('a paused sweep', () => {
  it('leases no run, asks running ones back, and goes on where it was', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const worker = register();
    const run = await requireLease(worker);
    pauseSweep(sweep.id);
    expect(getSweep(sweep.id).sweep.paused).toBe(true);
    expect(await leaseNow(worker)).toBeNull();
    expect(report(run, 1, { checkpointStep: 3 }).command).toBe('release');
    finish(run, 'released');
    expect(await leaseNow(worker)).toBeNull();
    resumeSweep(sweep.id);
    expect(await requireLease(worker)).toMatchObject({ runId: run.runId, attempt: 2, checkpointStep: 3 });
  });

  it('does not hold up the others', async () => {
    openTestServer();
    const first = await createSweep(smallSpec);
    const second = await createSweep({ ...smallSpec, name: 'second' });
    pauseSweep(first.sweep.id);
    expect((await requireLease(register())).sweepId).toBe(second.sweep.id);
  });
});

describe('the order of sweeps', () => {
  it('is that of their creation until one is put first', async () => {
    openTestServer();
    const first = await createSweep(smallSpec);
    const second = await createSweep({ ...smallSpec, name: 'second' });
    const third = await createSweep({ ...smallSpec, name: 'third' });
    prioritizeSweep(second.sweep.id, 'first');
    prioritizeSweep(third.sweep.id, 'first');
    const worker = register();
    const order: string[] = [];
    for (let run = await leaseNow(worker); run; run = await leaseNow(worker)) {
      if (order.at(-1) !== run.sweepId) order.push(run.sweepId);
      finish(run);
    }
    expect(order).toEqual([third.sweep.id, second.sweep.id, first.sweep.id]);
  });
});

describe('training again', () => {
  it('takes the failed runs alone, keeps their history and gives them fresh retries', async () => {
    openTestServer();
    const { sweep, runs } = await createSweep({ ...smallSpec, seeds: [1] });
    const worker = register();
    const failed = await requireLease(worker);
    finish(failed, 'failed');
    await trainAll(worker);
    rerunSweep(sweep.id, ['failed']);
    expect(await trainAll(worker)).toEqual([failed.runId]);
    expect(getAttempts(failed.runId).map(({ outcome }) => outcome)).toEqual(['failed', 'finished']);
    expect(getRun(failed.runId).run).toMatchObject({ state: 'finished', error: null });
    expect(runs).toHaveLength(2);
    rerunRun(failed.runId);
    expect(getRun(failed.runId).run.state).toBe('queued');
  });

  it('leaves runs that have not ended alone', async () => {
    openTestServer();
    const { sweep } = await createSweep({ ...smallSpec, seeds: [1] });
    const run = await requireLease(register());
    rerunRun(run.runId);
    rerunSweep(sweep.id, ['failed', 'cancelled', 'stopped']);
    expect(getRun(run.runId).run).toMatchObject({ state: 'running', attempt: 1 });
    cancelSweep(sweep.id);
    rerunSweep(sweep.id, ['cancelled']);
    expect(getSweep(sweep.id).sweep.counts).toMatchObject({ queued: 1, running: 1 });
  });
});

describe('editing a sweep', () => {
  it('queues only what is missing for new seeds, levels and factors', async () => {
    openTestServer();
    const { sweep, runs } = await createSweep(smallSpec);
    const worker = register();
    await trainAll(worker);
    await editSweep(sweep.id, { ...smallSpec, seeds: [1, 2, 3] });
    expect(await trainAll(worker)).toHaveLength(2);
    const edited = await editSweep(sweep.id, {
      ...smallSpec,
      seeds: [1, 2, 3],
      factors: { heads: [1, 2, 4], positions: ['learned', 'sinusoidal'] },
    });
    expect(edited.sweep.variantCount).toBe(6);
    expect(await trainAll(worker)).toHaveLength(12);
    const detail = getSweep(sweep.id);
    expect(detail.sweep.counts.finished).toBe(18);
    // What was there is the same run, with its levels as the new spec writes them.
    expect(detail.runs.find((run) => run.id === runs[0]?.id)).toMatchObject({
      levels: { heads: 1, positions: 'learned' },
      attempt: 1,
    });
  });

  it('trains every run again for more epochs, and only then', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const worker = register();
    await trainAll(worker);
    await editSweep(sweep.id, { ...smallSpec, name: 'another name', retries: 5 });
    expect(await trainAll(worker)).toEqual([]);
    await editSweep(sweep.id, { ...smallSpec, base: { ...smallSpec.base, epochs: 5 } });
    const run = await requireLease(worker);
    expect(run).toMatchObject({ attempt: 2, config: { epochs: 5 } });
    await expect(
      editSweep(sweep.id, { ...smallSpec, base: { ...smallSpec.base, epochs: 9 } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('takes nothing away and does not change what the runs depend on', async () => {
    openTestServer();
    const { sweep } = await createSweep(smallSpec);
    const refused = (change: object, path: string) =>
      expect(editSweep(sweep.id, { ...smallSpec, ...change })).rejects.toMatchObject({
        code: 'invalid_sweep',
        path,
      });
    await refused({ seeds: [1] }, 'seeds');
    await refused({ factors: { heads: [1] } }, 'factors');
    await refused({ base: { ...smallSpec.base, dModel: 32 } }, 'factors');
    await refused({ base: { ...smallSpec.base, epochs: 1 } }, 'factors');
    await refused({ split: { seed: 2 } }, 'split');
    await refused(
      { objective: { metric: 'validation/bleu', goal: 'maximize', report: 'test/bleu' } },
      'objective',
    );
    expect(getSweep(sweep.id).sweep.counts.queued).toBe(4);
  });
});

describe('a sweep as a file', () => {
  it('reads back as the same spec', async () => {
    openTestServer();
    const { spec } = await createSweep({
      ...smallSpec,
      stopping: { kind: 'patience', epochs: 3 },
      retries: 0,
    });
    expect(parseSweepText(formatSweepText(spec))).toEqual(spec);
    expect(formatSweepText(spec)).not.toContain('question');
  });
});
