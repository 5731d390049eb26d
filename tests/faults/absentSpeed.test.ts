import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '@/db/store';
import { programRoot } from '@/workers/ownProcess';
import { endless, temporaryHome } from '../integration/workers/harness';
import { figure, isWhole } from './figures';
import { FaultServer } from './serverControl';
import { FaultWorker } from './workerControl';

/** A time with the server and a time without it, so many times in turn: a machine is not equally fast all the time. */
const rounds = 6;
const phaseMs = 20_000;
/** At the beginning of each: what was kept is sent, or the first requests fail. */
const settlingMs = 3000;

interface Phase {
  isServerUp: boolean;
  fromMs: number;
  toMs: number;
}

describe('training while the server is away', () => {
  it.runIf(isWhole)('is slower by no more than 1%, and nothing of it is lost', async () => {
    const server = await FaultServer.start({ home: await temporaryHome(), isPhrasebookWhole: true });
    const { sweep } = await server.client.createSweep({
      name: 'speed',
      corpus: 'phrasebook',
      base: { dModel: 128, heads: 4, layers: 1, evaluationPairs: 8, ...endless },
    });
    const progress = async () => (await server.client.getSweep(sweep.id)).runs[0]?.progress?.step ?? 0;
    const passes = (step: number) =>
      expect.poll(async () => (await progress()) > step, { timeout: 60_000, interval: 100 }).toBe(true);
    FaultWorker.start(server, 'worker');
    await passes(50);

    const phases: Phase[] = [];
    const phase = async (isServerUp: boolean) => {
      const startedMs = Date.now();
      await delay(phaseMs);
      phases.push({ isServerUp, fromMs: startedMs + settlingMs, toMs: Date.now() });
    };
    for (let round = 0; round < rounds; round++) {
      await phase(true);
      await server.kill();
      await phase(false);
      await server.up();
    }
    // Everything that was told by now.
    await passes(await progress());
    await server.stop();

    const { steps, timesMs } = storedSteps(server.home, sweep.id);
    const gaps = steps.map((step, index) => step - (steps[index - 1] ?? 0));
    // The tenth step each, and an epoch's last: a lost point would leave a longer gap.
    expect(Math.max(...gaps)).toBe(10);
    // The middle one of the times that ten steps took: an epoch's end, with its checkpoint and translations, is in few of
    // them, and falls into the phases unevenly.
    const tenStepsMs = (isServerUp: boolean) =>
      phases
        .filter((each) => each.isServerUp === isServerUp)
        .map(({ fromMs, toMs }) => {
          const made = timesMs.filter((timeMs) => timeMs >= fromMs && timeMs < toMs);
          return medianOf(made.slice(1).map((timeMs, index) => timeMs - (made[index] ?? 0)));
        });
    const [present, away] = [tenStepsMs(true), tenStepsMs(false)];
    const slowdowns = present.map((ms, round) => (away[round] ?? 0) / ms - 1);
    const slowdown = meanOf(slowdowns);
    const error = Math.sqrt(meanOf(slowdowns.map((each) => (each - slowdown) ** 2)) / (rounds - 1));
    const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
    figure(
      `Server away for ${rounds} × ${phaseMs / 1000} s under a real trainer, and there for as long in between`,
      `${steps.at(-1)} steps, no point lost; ten steps took ${meanOf(present).toFixed(1)} ms with the server, ${meanOf(away).toFixed(1)} ms without (medians of each phase): slower by ${percent(slowdown)} ± ${percent(error)} (standard error)`,
    );
    expect(error, 'too much else runs on this machine to tell').toBeLessThan(0.01);
    expect(slowdown - 2 * error).toBeLessThan(0.01);
  });
});

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function storedSteps(home: string, sweepId: string): { steps: number[]; timesMs: number[] } {
  const store = openStore(home, { migrationsDirectory: join(programRoot, 'db', 'migrations') });
  try {
    const [run] = store.runs.ofSweep(sweepId);
    const series = store.points
      .read([run?.id ?? ''])
      .get(run?.id ?? '')
      ?.get('train/runningLoss');
    return { steps: Array.from(series?.steps ?? []), timesMs: Array.from(series?.timesMs ?? []) };
  } finally {
    store.close();
  }
}
