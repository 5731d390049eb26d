import { describe, expect, it } from 'vitest';
import { GET } from '@/app/api/v1/sweeps/[id]/decisions/route';
import type { LeasedRun } from '@/lib/domain/protocol';
import { decisionsResponseSchema } from '@/lib/domain/stopping';
import { finishRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { getDecisions } from '@/lib/server/stopping';
import { rerunRun } from '@/lib/server/sweepActions';
import { createSweep, getSweep } from '@/lib/server/sweeps';
import { call, loginCookie } from '../../app/api/call';
import { openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const stepsPerEpoch = 10;
const ttlMs = 30_000;
const hourMs = 3_600_000;

/** Four seeds of one variant, 9 epochs each. */
const fourRuns = {
  ...smallSpec,
  base: { ...smallSpec.base, epochs: 9 },
  factors: {},
  seeds: [1, 2, 3, 4],
};
const asha = { kind: 'asha', graceEpochs: 1, reductionFactor: 2 };
const median = { kind: 'median', graceEpochs: 2, minRuns: 2 };

/** Reports the objective at the end of epochs. */
function measure(run: LeasedRun, sequence: number, losses: Record<number, number>, more = {}) {
  const epochs = Object.keys(losses).map(Number);
  const epoch = Math.max(...epochs);
  const atSteps = Object.fromEntries(epochs.map((at) => [at * stepsPerEpoch, losses[at] ?? Number.NaN]));
  const progress = { step: epoch * stepsPerEpoch, totalSteps: 9 * stepsPerEpoch, epoch, totalEpochs: 9 };
  return report(run, sequence, { points: [points('validation/loss', atSteps)], progress, ...more }).command;
}

async function leaseAll(spec: object): Promise<{ sweepId: string; runs: LeasedRun[]; workerId: string }> {
  const { sweep, runs } = await createSweep(spec);
  const workerId = register();
  const leased: LeasedRun[] = [];
  for (const _ of runs) leased.push(await requireLease(workerId));
  return { sweepId: sweep.id, runs: leased, workerId };
}

function finish({ runId, attempt, leaseToken }: LeasedRun, outcome: 'finished' | 'stopped' | 'failed') {
  finishRun(runId, { attempt, leaseToken, outcome });
}

function four<T>(items: readonly T[]): [T, T, T, T] {
  const [a, b, c, d] = items;
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new Error('expected four');
  return [a, b, c, d];
}

describe('early stopping by successive halving', () => {
  it('asks a run to stop that is not among the best at a rung, keeps its curve and marks it', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, worse, better, late] = four(runs);
    expect(measure(first, 1, { 0: 9, 1: 5 })).toBe('continue');
    expect(measure(worse, 1, { 0: 9, 1: 6 })).toBe('stop');
    expect(measure(better, 1, { 0: 9, 1: 4 })).toBe('continue');
    // Later reports are answered as well, until it has ended.
    expect(report(worse, 2).command).toBe('stop');
    finish(worse, 'stopped');
    const { run } = getRun(worse.runId);
    expect(run.state).toBe('stopped');
    expect(run.result.last['validation/loss']).toBe(6);
    // The stopped run is still one of those that have come to the rung: the best two of four go on.
    expect(measure(late, 1, { 0: 9, 1: 4.5 })).toBe('continue');

    const { decisions, counts } = getDecisions(sweepId);
    expect(counts).toEqual({ stop: 1, continue: 3 });
    expect(decisions.map(({ runId }) => runId)).toEqual(
      [first, worse, better, late].map(({ runId }) => runId),
    );
    expect(decisions.every(({ replays }) => replays)).toBe(true);
    expect(decisions[1]?.decision).toMatchObject({
      rule: 'asha',
      action: 'stop',
      step: 10,
      epoch: 1,
      value: 6,
      threshold: 5,
      against: [{ runId: first.runId, value: 5 }],
    });
  });

  it('decides once a run and rung, whatever is sent again', async () => {
    const { clock } = openTestServer();
    const { sweepId, runs, workerId } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, second] = four(runs);
    measure(first, 1, { 0: 9, 1: 5 }, { checkpointStep: 5 });
    measure(first, 1, { 0: 9, 1: 5 });
    measure(second, 1, { 0: 9, 1: 4 });
    expect(getDecisions(sweepId).counts).toEqual({ stop: 0, continue: 2 });

    // Its worker is lost, and the next attempt comes to the rung once more: it would be stopped there by now.
    clock.ms += ttlMs;
    const again = await requireLease(workerId);
    expect([again.runId, again.attempt]).toEqual([first.runId, 2]);
    expect(measure(again, 1, { 1: 5 }, { resumedFromStep: 5 })).toBe('continue');
    expect(getDecisions(sweepId).counts).toEqual({ stop: 0, continue: 2 });
    expect(measure(again, 2, { 2: 3 })).toBe('continue');
    expect(getDecisions(sweepId).decisions.at(-1)?.decision).toMatchObject({ epoch: 2, threshold: null });
  });

  it('counts a run at the rungs that it has passed while it is tried again', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, retries: 2, stopping: asha });
    const [first, second] = four(runs);
    measure(first, 1, { 0: 9, 1: 4 });
    finish(first, 'failed');
    expect(getRun(first.runId).run.state).toBe('queued');
    expect(measure(second, 1, { 0: 9, 1: 5 })).toBe('stop');
    expect(getDecisions(sweepId, 'stop').decisions[0]?.decision.against).toEqual([
      { runId: first.runId, value: 4 },
    ]);
  });

  it('sees a run through that was stopped and that somebody puts back into the queue', async () => {
    openTestServer();
    const { runs, workerId } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, second] = four(runs);
    measure(first, 1, { 0: 9, 1: 5, 2: 3 });
    expect(measure(second, 1, { 0: 9, 1: 6 })).toBe('stop');
    finish(second, 'stopped');
    rerunRun(second.runId);
    const again = await requireLease(workerId);
    expect(again.runId).toBe(second.runId);
    expect(measure(again, 1, { 0: 9, 1: 6, 2: 6 })).toBe('continue');
  });

  it('goes through the rungs of a report that covers several, as after a time without the server', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, second] = four(runs);
    measure(first, 1, { 0: 9, 1: 5, 2: 4, 3: 3, 4: 2 });
    expect(measure(second, 1, { 0: 9, 1: 4, 2: 4.5, 3: 4, 4: 1 })).toBe('stop');
    const made = getDecisions(sweepId).decisions.map(({ decision }) => [decision.epoch, decision.action]);
    expect(made).toEqual([
      [1, 'continue'],
      [2, 'continue'],
      [4, 'continue'],
      [1, 'continue'],
      [2, 'stop'],
    ]);
  });

  it('takes a diverged value for the worst, and stores a decision that replays', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, second] = four(runs);
    expect(measure(first, 1, { 0: 9, 1: Number.NaN })).toBe('continue');
    expect(measure(second, 1, { 0: 9, 1: 50 })).toBe('continue');
    const { decisions } = getDecisions(sweepId);
    expect(decisions.map(({ decision }) => decision.value)).toEqual([null, 50]);
    expect(decisions.every(({ replays }) => replays)).toBe(true);
  });
});

describe('early stopping by the median rule', () => {
  it('stops a run whose best is worse than the median of what the others averaged, after the grace period', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping: median });
    const [first, second, third] = four(runs);
    expect(measure(first, 1, { 0: 9, 1: 5, 2: 3 })).toBe('continue');
    expect(measure(second, 1, { 0: 9, 1: 6, 2: 4 })).toBe('continue');
    expect(measure(third, 1, { 0: 9, 1: 8 })).toBe('continue');
    expect(measure(third, 2, { 2: 7 })).toBe('stop');
    const [stop] = getDecisions(sweepId, 'stop').decisions;
    expect(stop).toMatchObject({ runId: third.runId, seed: 3, replays: true });
    expect(stop?.decision).toMatchObject({ epoch: 2, value: 7, threshold: 4.5, comparedWith: 2 });
  });
});

describe('patience, which the trainer follows', () => {
  it('is logged with what it saw, and replays', async () => {
    openTestServer();
    const stopping = { kind: 'patience', epochs: 2, minChange: 0 };
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping });
    const [run] = four(runs);
    measure(run, 1, { 0: 9, 1: 5, 2: 4, 3: 4.5, 4: 4.2 });
    const { attempt, leaseToken } = run;
    const decision = {
      rule: 'patience' as const,
      action: 'stop' as const,
      step: 40,
      epoch: 4,
      value: 4.2,
      threshold: 4,
      against: [],
      reason: 'no better for 2 epochs',
    };
    finishRun(run.runId, { attempt, leaseToken, outcome: 'stopped', decision });
    const [logged] = getDecisions(sweepId).decisions;
    expect(logged).toMatchObject({ runId: run.runId, replays: true });
    expect(logged?.decision.against.map(({ value }) => value)).toEqual([4, 4.5, 4.2]);
  });
});

describe('a sweep without early stopping', () => {
  it('decides nothing', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll(fourRuns);
    for (const run of runs) expect(measure(run, 1, { 0: 9, 1: 5 })).toBe('continue');
    expect(getDecisions(sweepId)).toEqual({
      stopping: { kind: 'none' },
      decisions: [],
      counts: { stop: 0, continue: 0 },
    });
  });
});

describe('a budget of trainer hours', () => {
  it('ends the sweep when its runs have used it up together: waiting ones are cancelled, training ones stopped', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep({ ...fourRuns, budget: { hours: 1 } });
    const workerId = register();
    const first = await requireLease(workerId);
    const second = await requireLease(workerId);
    for (let sequence = 1; sequence <= 60; sequence++) {
      clock.ms += hourMs / 120 - 1;
      expect(report(first, sequence).command).toBe('continue');
      expect(report(second, sequence).command).toBe('continue');
    }
    clock.ms += 60;
    expect(report(first, 61).command).toBe('stop');
    expect(report(second, 61).command).toBe('stop');
    finish(first, 'stopped');
    finish(second, 'stopped');
    const states = getSweep(sweep.id).runs.map(({ state }) => state);
    expect(states).toEqual(['stopped', 'stopped', 'cancelled', 'cancelled']);
    const { decisions } = getDecisions(sweep.id);
    expect(decisions).toHaveLength(4);
    expect(decisions.every(({ replays, decision }) => replays && decision.rule === 'budget')).toBe(true);
    expect(decisions[0]?.decision.reason).toBe("stopped: 1 of the sweep's 1 trainer hours are spent");
  });

  it('is held against what was spent when a run ends, before the next one starts', async () => {
    const { clock } = openTestServer();
    const { sweep } = await createSweep({ ...fourRuns, budget: { hours: 0.001 } });
    const run = await requireLease(register());
    clock.ms += 3600;
    finish(run, 'finished');
    expect(getSweep(sweep.id).sweep.counts).toMatchObject({ finished: 1, cancelled: 3, queued: 0 });
  });
});

describe('GET /api/v1/sweeps/:id/decisions', () => {
  it('answers with the decisions asked for', async () => {
    openTestServer();
    const { sweepId, runs } = await leaseAll({ ...fourRuns, stopping: asha });
    const [first, second] = four(runs);
    measure(first, 1, { 0: 9, 1: 5 });
    measure(second, 1, { 0: 9, 1: 6 });
    const headers = { cookie: loginCookie() };
    const get = (query: string, id = sweepId) =>
      call(GET, { path: `/api/v1/sweeps/${id}/decisions${query}`, headers, params: { id } });
    const all = decisionsResponseSchema.parse(await (await get('')).json());
    const stops = decisionsResponseSchema.parse(await (await get('?action=stop')).json());
    expect(all.decisions.map(({ decision }) => decision.action)).toEqual(['continue', 'stop']);
    expect(stops.decisions).toEqual([all.decisions[1]]);
    expect(stops.counts).toEqual({ stop: 1, continue: 1 });
    expect((await get('?action=maybe')).status).toBe(400);
    expect((await get('', 'nothing')).status).toBe(404);
  });
});
