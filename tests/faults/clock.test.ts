import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryHome } from '../integration/workers/harness';
import { figure } from './figures';
import { FaultServer } from './serverControl';
import { pointsAt, reportOf, simulatedWorker, sweepOfRuns } from './simulatedRuns';

const leaseTtlMs = 1500;
const hourMs = 3_600_000;

describe("the server's clock", () => {
  it.each([
    ['forward', hourMs],
    ['back', -hourMs],
  ])('may be set an hour %s while a run is leased', async (direction, stepMs) => {
    const server = await FaultServer.start({ home: await temporaryHome(), leaseTtlMs });
    const { protocol } = server;
    const { signal } = new AbortController();
    await server.client.createSweep(sweepOfRuns(2));
    const [alive, silent] = [
      await protocol.register(simulatedWorker('alive'), signal),
      await protocol.register(simulatedWorker('silent'), signal),
    ];
    const kept = await protocol.lease({ workerId: alive, waitMs: 0 }, signal);
    const lost = await protocol.lease({ workerId: silent, waitMs: 0 }, signal);
    if (!kept || !lost) throw new Error('expected two queued runs');

    await server.stepClock(stepMs);
    // Nobody was silent for longer than a lease: nothing is taken back.
    expect(await protocol.lease({ workerId: alive, waitMs: 0 }, signal)).toBeNull();
    const leasedAtMs = performance.now();
    let sequence = 0;
    const report = () => {
      sequence++;
      return protocol.report(kept.runId, reportOf(kept, sequence, { points: [pointsAt([sequence])] }));
    };
    // The silent worker's lease runs out in its time, whatever the clock says; the other's does not.
    let again = null;
    while (!again && performance.now() - leasedAtMs < 10 * leaseTtlMs) {
      await report();
      again = await protocol.lease({ workerId: alive, waitMs: 0 }, signal);
      await delay(50);
    }
    const takenBackMs = performance.now() - leasedAtMs;
    expect(again).toMatchObject({ runId: lost.runId, attempt: 2 });
    expect(takenBackMs).toBeGreaterThan(leaseTtlMs / 2);
    await report();
    figure(
      `The server's clock set an hour ${direction} while two runs are leased for ${leaseTtlMs} ms`,
      `the run that reports keeps its lease; the silent one's was taken back after ${Math.round(takenBackMs)} ms`,
    );
  });
});
