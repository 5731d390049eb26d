import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '@/db/store';
import type { LeasedRun } from '@/lib/domain/protocol';
import { isFinal } from '@/lib/domain/run';
import { Delivery } from '@/workers/delivery';
import { programRoot } from '@/workers/ownProcess';
import { createProtocolClient } from '@/workers/protocolClient';
import { Spool } from '@/workers/spool';
import { temporaryHome } from '../integration/workers/harness';
import { amount, figure, isWhole, percentile, seededRandom } from './figures';
import { FaultServer } from './serverControl';
import { simulatedWorker, sweepOfRuns } from './simulatedRuns';

const runCount = amount(1000, 60);
const workerCount = 2;
const crashShare = 0.1;
/** Of a trainer that crashes: tried once more, then failed. */
const retries = 1;

describe('a sweep of very short runs', () => {
  it(`ends each of ${runCount} in one final state, with 10% crashes, in steady memory`, async () => {
    const home = await temporaryHome();
    const server = await FaultServer.start({ home, firstBackOffMs: 1 });
    const { sweep } = await server.client.createSweep({ ...sweepOfRuns(runCount), retries });
    const { signal } = new AbortController();
    const random = seededRandom(5);
    const overheadMs: number[] = [];
    const usages: Usage[] = [];

    /** No training at all: what a run takes is overhead. */
    async function execute(client: ReturnType<typeof createProtocolClient>, run: LeasedRun): Promise<void> {
      const delivery = new Delivery({
        client,
        spool: await Spool.create(join(home, 'spools'), run),
        events: {
          command: () => undefined,
          checkpointKnown: () => undefined,
          fenced: () => undefined,
          log: () => undefined,
        },
        now: () => performance.now(),
        leaseTtlMs: run.leaseTtlMs,
        abandon: signal,
      });
      delivery.addPoints(1, 1, { 'train/runningLoss': 1, 'validation/loss': 1 });
      delivery.setProgress({ step: 1, totalSteps: 1, epoch: 1, totalEpochs: 1 });
      const isCrash = random() < crashShare;
      const error = { code: 'internal', message: 'the trainer ended by SIGSEGV' };
      await delivery.finish(isCrash ? { outcome: 'failed', error } : { outcome: 'finished' });
    }

    const work = async (index: number) => {
      const client = createProtocolClient(server.url, server.workerToken);
      const workerId = await client.register(simulatedWorker(`worker-${index}`), signal);
      for (;;) {
        const startedMs = performance.now();
        const run = await client.lease({ workerId, waitMs: 1000 }, signal);
        if (!run) return;
        await execute(client, run);
        overheadMs.push(performance.now() - startedMs);
        if (overheadMs.length % Math.ceil(runCount / 20) === 0) usages.push(usageOf(server.pid));
      }
    };
    await Promise.all(Array.from({ length: workerCount }, (_, index) => work(index)));
    await server.stop();

    const ends = endsOf(home, sweep.id);
    expect(ends.runs).toBe(runCount);
    expect(ends.problems).toEqual([]);
    // Half of the way is warm-up: caches fill, the compiler is at work.
    const [middle, last] = [usages[Math.floor(usages.length / 2)], usages.at(-1)];
    if (!middle || !last) throw new Error('nothing was measured');
    expect(last.openFiles - middle.openFiles).toBeLessThanOrEqual(5);
    expect(last.residentMb).toBeLessThan(1.25 * middle.residentMb + 20);
    const median = percentile(overheadMs, 0.5);
    if (isWhole) expect(median).toBeLessThan(50);
    figure(
      `${runCount} runs without training, one trainer in ten crashes (tried once more)`,
      `${overheadMs.length} attempts; each run in one final state (${ends.finished} finished, ${ends.failed} failed); a run's overhead ${median.toFixed(1)} ms (median), ${percentile(overheadMs, 0.99).toFixed(1)} ms (99th percentile); server's open files ${middle.openFiles} halfway, ${last.openFiles} at the end; its memory ${middle.residentMb} MB and ${last.residentMb} MB`,
    );
  });
});

interface Usage {
  openFiles: number;
  residentMb: number;
}

/** Zeros where the system has no /proc. */
function usageOf(pid: number): Usage {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return {
      openFiles: readdirSync(`/proc/${pid}/fd`).length,
      residentMb: Math.round((pages * 4096) / 2 ** 20),
    };
  } catch {
    return { openFiles: 0, residentMb: 0 };
  }
}

/** How runs and their attempts ended, and what does not fit together. */
function endsOf(home: string, sweepId: string) {
  const store = openStore(home, { migrationsDirectory: join(programRoot, 'db', 'migrations') });
  try {
    const runs = store.runs.ofSweep(sweepId);
    const problems = runs.flatMap((run) => {
      const outcomes = store.attempts.ofRun(run.id).map(({ outcome }) => outcome);
      const last = outcomes.at(-1);
      const isOnce = outcomes.slice(0, -1).every((outcome) => outcome === 'failed');
      const fits = isFinal(run.state) && last === run.state && isOnce && outcomes.length === run.attempt;
      return fits ? [] : [`run ${run.id} is ${run.state} after ${outcomes.join(', ')}`];
    });
    const finished = runs.filter(({ state }) => state === 'finished').length;
    return { runs: runs.length, problems, finished, failed: runs.length - finished };
  } finally {
    store.close();
  }
}
