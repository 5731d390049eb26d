import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '@/db/store';
import type { LeasedRun } from '@/lib/domain/protocol';
import { Delivery } from '@/workers/delivery';
import { programRoot } from '@/workers/ownProcess';
import { Spool } from '@/workers/spool';
import { temporaryHome } from '../integration/workers/harness';
import { amount, figure } from './figures';
import { FaultServer } from './serverControl';
import { simulatedWorker, sweepOfRuns } from './simulatedRuns';

const workerCount = 8;
/** Ten minutes of reports in the whole part: the workers' clock runs as fast as they can write, the server is down all along. */
const absentSeconds = amount(600, 60);
const presentSeconds = 5;
const stepsPerSecond = 20;

describe('a server that is away', () => {
  it(`has everything that ${workerCount} workers told in ${absentSeconds} s once it is back`, async () => {
    const home = await temporaryHome();
    const server = await FaultServer.start({ home });
    await server.client.createSweep(sweepOfRuns(workerCount));
    const { signal } = new AbortController();
    const clock = { ms: 0 };
    const workers: { run: LeasedRun; delivery: Delivery; refused: string[] }[] = [];
    for (let index = 0; index < workerCount; index++) {
      const workerId = await server.protocol.register(simulatedWorker(`worker-${index}`), signal);
      const run = await server.protocol.lease({ workerId, waitMs: 0 }, signal);
      if (!run) throw new Error('expected a queued run');
      const refused: string[] = [];
      const delivery = new Delivery({
        client: server.protocol,
        spool: await Spool.create(join(home, 'spools'), run),
        events: {
          command: () => undefined,
          checkpointKnown: () => undefined,
          fenced: (error) => refused.push(error.message),
          log: () => undefined,
        },
        now: () => clock.ms,
        leaseTtlMs: run.leaseTtlMs,
        abandon: signal,
      });
      workers.push({ run, delivery, refused });
    }

    let step = 0;
    const train = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        clock.ms += 1000;
        for (let i = 0; i < stepsPerSecond; i++) {
          step++;
          for (const [index, { delivery }] of workers.entries()) {
            delivery.addPoints(step, 1000 * step + index, {
              'train/runningLoss': Math.sin(step) / (index + 1),
              'train/gradientNorm': step % 97 === 0 ? Number.NaN : Math.cos(step),
            });
          }
        }
        for (const { delivery } of workers) delivery.tick();
        // Requests come to their end, or fail, between two seconds.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await train(presentSeconds);
    await server.kill();
    await train(absentSeconds);
    await server.up();
    const backAtMs = performance.now();
    await train(presentSeconds);
    await Promise.all(workers.map(({ delivery }) => delivery.finish({ outcome: 'finished' })));
    const caughtUpMs = performance.now() - backAtMs;
    await server.stop();

    const { points, lost, refused } = compare(home, workers, step);
    expect(refused).toEqual([]);
    expect(lost).toEqual([]);
    figure(
      `Server away under ${absentSeconds} s of reports from ${workerCount} workers (their clock is run fast)`,
      `${points.toLocaleString('en')} of ${points.toLocaleString('en')} points delivered once each, in order; caught up ${(caughtUpMs / 1000).toFixed(1)} s after the server was back`,
    );
  });
});

/** Holds what is stored against what was told. */
function compare(
  home: string,
  workers: readonly { run: LeasedRun; refused: string[] }[],
  steps: number,
): { points: number; lost: string[]; refused: string[] } {
  const store = openStore(home, { migrationsDirectory: join(programRoot, 'db', 'migrations') });
  try {
    const curves = store.points.read(workers.map(({ run }) => run.runId));
    const told = Array.from({ length: steps }, (_, index) => index + 1);
    let points = 0;
    const lost: string[] = [];
    for (const [index, { run }] of workers.entries()) {
      const expected = {
        'train/runningLoss': told.map((step) => Math.sin(step) / (index + 1)),
        'train/gradientNorm': told.map((step) => (step % 97 === 0 ? Number.NaN : Math.cos(step))),
      };
      for (const [metric, values] of Object.entries(expected)) {
        const stored = curves.get(run.runId)?.get(metric);
        points += stored?.steps.length ?? 0;
        const isWhole =
          stored !== undefined &&
          stored.steps.length === steps &&
          told.every((step, i) => stored.steps[i] === step && Object.is(stored.values[i], values[i]));
        if (!isWhole) lost.push(`${metric} of ${run.runId}: ${stored?.steps.length} of ${steps}`);
      }
      if (store.runs.find(run.runId)?.state !== 'finished') lost.push(`the end of ${run.runId}`);
    }
    return { points, lost, refused: workers.flatMap(({ refused }) => refused) };
  } finally {
    store.close();
  }
}
