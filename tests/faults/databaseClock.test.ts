import { describe, expect, it } from 'vitest';
import { expireLeases } from '@/lib/server/expiry';
import { finishRun } from '@/lib/server/reports';
import { getRun } from '@/lib/server/runs';
import { createSweep, getSweep } from '@/lib/server/sweeps';
import { listWorkers } from '@/lib/server/workers';
import {
  leaseNow,
  openTestServer,
  register,
  report,
  requireLease,
  smallSpec,
} from '../integration/lib/server/harness';

const ttlMs = 30_000;
const hourMs = 3_600_000;

/** A server whose two clocks are told when to move; the wall clock can also be set. */
function openWithClocks() {
  const clocks = { wallMs: 1_700_000_000_000, steadyMs: 5000 };
  const { context } = openTestServer({ now: () => clocks.wallMs, steadyNow: () => clocks.steadyMs });
  return {
    context,
    pass(ms: number): void {
      clocks.wallMs += ms;
      clocks.steadyMs += ms;
    },
    set(ms: number): void {
      clocks.wallMs += ms;
    },
  };
}

describe.each([
  ['an hour forward', hourMs],
  ['an hour back', -hourMs],
  ['a minute forward', 60_000],
  ['a minute back', -60_000],
])('a clock that is set %s', (_which, stepMs) => {
  it('ends no lease of a worker that reports, and does not keep the lease of one that is gone', async () => {
    const { context, pass, set } = openWithClocks();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1, 2] });
    const reporting = await requireLease(register('reporting'));
    const lost = await requireLease(register('lost'));
    pass(10_000);
    report(reporting, 1);
    set(stepMs);
    expireLeases(context);
    for (const { runId } of [reporting, lost]) expect(getRun(runId).run.state).toBe('running');
    pass(ttlMs - 1000);
    report(reporting, 2);
    expireLeases(context);
    expect(getRun(lost.runId).run.state).toBe('running');
    pass(1000);
    expireLeases(context);
    expect(getRun(lost.runId).run.state).toBe('queued');
    expect(getRun(reporting.runId).run).toMatchObject({ state: 'running', attempt: 1 });
  });

  it('is made up for also where a report came before it was noticed', async () => {
    const { context, pass, set } = openWithClocks();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    pass(10_000);
    set(stepMs);
    report(run, 1);
    pass(2000);
    expireLeases(context);
    pass(ttlMs - 1);
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('running');
    pass(1);
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('queued');
    // From the lease to the last report: 10 s on the clock that was not set.
    expect(getRun(run.runId).run.durationMs).toBe(10_000);
  });

  it('changes neither how long an attempt has trained nor who counts as alive', async () => {
    const { context, pass, set } = openWithClocks();
    const { sweep } = await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const gone = register('gone');
    pass(ttlMs);
    const run = await requireLease(register('here'));
    pass(5000);
    report(run, 1);
    set(stepMs);
    expireLeases(context);
    expect(listWorkers().map(({ id, alive }) => [id === gone, alive])).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    );
    pass(5000);
    finishRun(run.runId, { attempt: run.attempt, leaseToken: run.leaseToken, outcome: 'finished' });
    expect(getSweep(sweep.id).runs[0]?.durationMs).toBe(10_000);
  });

  it('leaves the wait before a failed run is tried again as long as it is', async () => {
    const { context, pass, set } = openWithClocks();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1], retries: 1 });
    const workerId = register();
    const { runId, attempt, leaseToken } = await requireLease(workerId);
    const error = { code: 'internal', message: 'a crash' };
    finishRun(runId, { attempt, leaseToken, outcome: 'failed', error });
    pass(1000);
    set(stepMs);
    expireLeases(context);
    pass(8000);
    expect(await leaseNow(workerId)).toBeNull();
    pass(1000);
    expect(await leaseNow(workerId)).toMatchObject({ runId, attempt: 2 });
  });
});

describe('a clock that is corrected a little now and then', () => {
  it('is no clock that was set, however much it adds up to', async () => {
    const { context, pass, set } = openWithClocks();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    for (let seconds = 0; seconds < 29; seconds++) {
      pass(900);
      set(100);
      expireLeases(context);
    }
    expect(getRun(run.runId).run.state).toBe('running');
    pass(1000);
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('queued');
  });
});
