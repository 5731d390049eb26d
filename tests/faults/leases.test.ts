import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LeasedRun } from '@/lib/domain/protocol';
import { createProtocolClient } from '@/workers/protocolClient';
import { temporaryHome } from '../integration/workers/harness';
import { amount, figure, isWhole, percentile, seededRandom } from './figures';
import { FaultServer } from './serverControl';
import { pointsAt, reportOf, simulatedWorker, sweepOfRuns } from './simulatedRuns';

const runCount = amount(2000, 200);
const workerCount = amount(64, 16);
/** A simulated training takes between half and one and a half times this. */
const trainingMs = amount(1000, 300);
/** One in so many leases is handed back, so that runs are leased again while others race for them. */
const releasedOneIn = 10;

/** A run in the hands of a worker, from the lease's answer to before its end was sent. */
interface Holding {
  runId: string;
  attempt: number;
  fromMs: number;
  toMs: number;
  isReleased: boolean;
}

describe('the queue under workers that race', () => {
  it(`leases each of ${runCount} runs to one of ${workerCount} workers at a time, and quickly`, async () => {
    const server = await FaultServer.start({ home: await temporaryHome() });
    const { sweep } = await server.client.createSweep(sweepOfRuns(runCount));
    const { signal } = new AbortController();
    const random = seededRandom(1);
    const leaseMs: number[] = [];
    const holdings: Holding[] = [];

    async function hold(protocol: ReturnType<typeof createProtocolClient>, run: LeasedRun, fromMs: number) {
      const isReleased = random() < 1 / releasedOneIn;
      const { runId, attempt, leaseToken } = run;
      await delay((0.5 + random()) * trainingMs);
      await protocol.report(runId, reportOf(run, 1, { points: [pointsAt([1, 2, 3])] }));
      holdings.push({ runId, attempt, fromMs, toMs: performance.now(), isReleased });
      await protocol.finish(runId, {
        attempt,
        leaseToken,
        outcome: isReleased ? 'released' : 'finished',
      });
    }

    const work = async (index: number) => {
      const protocol = createProtocolClient(server.url, server.workerToken);
      const workerId = await protocol.register(simulatedWorker(`racer-${index}`), signal);
      // However many are started together, no two processes are ready in the same instant.
      await delay(random() * trainingMs);
      for (;;) {
        const askedMs = performance.now();
        const run = await protocol.lease({ workerId, waitMs: 0 }, signal);
        const answeredMs = performance.now();
        if (!run) return;
        leaseMs.push(answeredMs - askedMs);
        await hold(protocol, run, answeredMs);
      }
    };
    const startedMs = performance.now();
    // Whatever the server refuses, SQLITE_BUSY among it, rejects here.
    await Promise.all(Array.from({ length: workerCount }, (_, index) => work(index)));
    // What was handed back after the others had found the queue empty.
    await work(workerCount);
    const seconds = (performance.now() - startedMs) / 1000;

    expect((await server.client.getSweep(sweep.id)).sweep.counts).toMatchObject({ finished: runCount });
    expect(overlaps(holdings)).toEqual([]);
    expect(holdings.filter(({ isReleased }) => !isReleased)).toHaveLength(runCount);
    const times = [0.5, 0.99, 1].map((share) => percentile(leaseMs, share).toFixed(1));
    figure(
      `${runCount} queued runs, ${workerCount} workers racing over HTTP, each run held for ${trainingMs / 2} to ${1.5 * trainingMs} ms`,
      `${holdings.length} leases in ${seconds.toFixed(1)} s, no run leased twice at a time, no request refused; a lease took ${times[0]} ms (median), ${times[1]} ms (99th percentile), ${times[2]} ms (most)`,
    );
    // The fast part runs beside other tests.
    if (isWhole) expect(percentile(leaseMs, 0.99)).toBeLessThan(50);
  });
});

/** Attempts at one run that were held at the same time, or in the wrong order. */
function overlaps(holdings: readonly Holding[]): [Holding, Holding][] {
  const ordered = [...holdings].sort((a, b) => a.runId.localeCompare(b.runId) || a.attempt - b.attempt);
  return ordered.flatMap((each, index): [Holding, Holding][] => {
    const next = ordered[index + 1];
    if (!next || next.runId !== each.runId) return [];
    return next.attempt === each.attempt || next.fromMs < each.toMs ? [[each, next]] : [];
  });
}
