import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RunCounts } from '@/lib/domain/run';
import type { FaultServer } from './serverControl';
import { FaultWorker } from './workerControl';

const victims = ['trainer', 'worker', 'server'] as const;
export type Victim = (typeof victims)[number];

export interface StormOptions {
  server: FaultServer;
  sweepId: string;
  workers: number;
  kills: number;
  random: () => number;
  /** Between two kills, at random. */
  pauseMs: { least: number; most: number };
}

/**
 * Trains a sweep with real workers and kills (kill -9) a trainer, a worker or the server at random moments; workers and
 * server are started again at once.
 *
 * @returns what was killed, in order, once every run has ended
 */
export async function trainUnderKills(options: StormOptions): Promise<Victim[]> {
  const { server, sweepId, random, pauseMs } = options;
  const workers = Array.from({ length: options.workers }, (_, index) => startWorker(server, index));
  const killed: Victim[] = [];
  const logs: string[] = [];
  try {
    while (killed.length < options.kills && isUnfinished(await countsOf(server, sweepId))) {
      await delay(pauseMs.least + random() * (pauseMs.most - pauseMs.least));
      const victim = victims[Math.floor(random() * victims.length)] ?? 'trainer';
      const index = Math.floor(random() * workers.length);
      const worker = workers[index];
      const trainer = worker?.trainerPid;
      // Between two runs there is nothing to lose.
      if (!worker || trainer === undefined) continue;
      if (victim === 'trainer') {
        process.kill(trainer, 'SIGKILL');
      } else if (victim === 'worker') {
        await worker.end('SIGKILL');
        logs.push(...worker.lines);
        workers[index] = startWorker(server, index);
      } else {
        await server.kill();
        await server.up();
      }
      killed.push(victim);
    }
    await untilEnded(server, sweepId, () => [...logs, ...workers.flatMap(({ lines }) => lines)]);
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
  }
  return killed;
}

function startWorker(server: FaultServer, index: number): FaultWorker {
  return FaultWorker.start(server, `worker-${index + 1}`);
}

async function countsOf(server: FaultServer, sweepId: string): Promise<RunCounts> {
  return (await server.client.getSweep(sweepId)).sweep.counts;
}

function isUnfinished({ queued, running }: RunCounts): boolean {
  return queued + running > 0;
}

async function untilEnded(server: FaultServer, sweepId: string, log: () => string[]): Promise<void> {
  const left = async () => isUnfinished(await countsOf(server, sweepId));
  await expect
    .poll(left, { timeout: 600_000, interval: 200, message: 'runs that have not ended' })
    .toBe(false)
    .catch((error: unknown) => {
      throw new Error(`The sweep does not end. Its workers said:\n${log().slice(-60).join('\n')}`, {
        cause: error,
      });
    });
}
