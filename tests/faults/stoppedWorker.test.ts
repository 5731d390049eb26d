import { describe, expect, it } from 'vitest';
import { endless, isRunning, temporaryHome } from '../integration/workers/harness';
import { figure } from './figures';
import { FaultServer } from './serverControl';
import { FaultWorker } from './workerControl';

const leaseTtlMs = 2000;
const stoppedMs = 3 * leaseTtlMs;

describe('a worker that is stopped (SIGSTOP) for three lease times', () => {
  it('is refused whatever it writes afterwards, and its trainer is gone within 5 s', async () => {
    const server = await FaultServer.start({
      home: await temporaryHome(),
      leaseTtlMs,
      notesAccesses: true,
    });
    const { sweep } = await server.client.createSweep({
      name: 'stopped',
      corpus: 'phrasebook',
      base: { dModel: 16, heads: 1, layers: 1, batchTokens: 64, maxLength: 12, ...endless },
    });
    const theRun = async () => (await server.client.getSweep(sweep.id)).runs[0];
    const until = (condition: () => Promise<boolean>) =>
      expect.poll(condition, { timeout: 60_000, interval: 50 }).toBe(true);

    const stopped = FaultWorker.start(server, 'stopped');
    await until(async () => ((await theRun())?.progress?.step ?? 0) > 0);
    const trainer = stopped.trainerPid;
    if (trainer === undefined)
      throw new Error(`no trainer in the worker's log:\n${stopped.lines.join('\n')}`);
    process.kill(trainer, 'SIGSTOP');
    process.kill(stopped.pid, 'SIGSTOP');
    const stoppedAtMs = Date.now();

    const other = FaultWorker.start(server, 'other');
    await until(async () => (await theRun())?.attempt === 2 && other.trainerPid !== undefined);
    await until(async () => Date.now() - stoppedAtMs >= stoppedMs);
    process.kill(stopped.pid, 'SIGCONT');
    process.kill(trainer, 'SIGCONT');
    const continuedAtMs = Date.now();
    await expect.poll(() => isRunning(trainer), { timeout: 20_000, interval: 20 }).toBe(false);
    const goneAfterMs = Date.now() - continuedAtMs;
    expect(goneAfterMs).toBeLessThan(5000);

    const staleWrites = () =>
      server.accesses().filter(({ attempt, atMs }) => attempt === 1 && atMs >= continuedAtMs);
    await expect.poll(staleWrites, { timeout: 20_000 }).not.toEqual([]);
    const after = (await theRun())?.progress?.step ?? 0;
    await until(async () => ((await theRun())?.progress?.step ?? 0) > after);
    expect(staleWrites().map(({ status }) => status)).toEqual(staleWrites().map(() => 409));
    expect(server.accesses().filter(({ attempt, status }) => attempt === 2 && status !== 200)).toEqual([]);
    figure(
      `SIGSTOP of a worker and its trainer for ${stoppedMs / 1000} s (three lease times), then SIGCONT`,
      `${staleWrites().length} of ${staleWrites().length} writes of the stale attempt refused; its trainer gone after ${goneAfterMs} ms`,
    );
  });
});
