import { describe, expect, it } from 'vitest';
import { temporaryHome } from '../integration/workers/harness';
import { amount, figure, seededRandom } from './figures';
import { differences, pointCount, recordedSweep } from './recordedSweep';
import { FaultServer } from './serverControl';
import { trainUnderKills } from './storm';

const kills = amount(100, 6);
const workers = 2;

const spec = {
  name: 'storm',
  corpus: 'phrasebook',
  base: {
    dModel: 16,
    layers: 1,
    batchTokens: 64,
    maxLength: 12,
    epochs: amount(220, 60),
    evaluationsPerEpoch: 1,
    evaluationPairs: 8,
    bleuSentences: 2,
  },
  factors: { heads: [1, 2] },
  seeds: Array.from({ length: amount(10, 1) }, (_, index) => index + 1),
  // The storm kills trainers more often than any budget for crashes means.
  retries: 20,
};

async function train(killCount: number, seed: number) {
  const server = await FaultServer.start({ home: await temporaryHome(), leaseTtlMs: 10_000 });
  const { sweep } = await server.client.createSweep(spec);
  const startedMs = performance.now();
  const killed = await trainUnderKills({
    server,
    sweepId: sweep.id,
    workers,
    kills: killCount,
    random: seededRandom(seed),
    pauseMs: { least: 200, most: amount(1800, 2500) },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  await server.stop();
  return { killed, seconds, runs: recordedSweep(server.home, sweep.id) };
}

describe('a sweep whose trainers, workers and server are killed', () => {
  it(`is after ${kills} kills what it would have been without`, async () => {
    const undisturbed = await train(0, 11);
    const tries = [...undisturbed.runs.values()].map((run) => run.attempts.length);
    expect(tries, 'what is compared with must be undisturbed').toEqual(tries.map(() => 1));
    const storm = async (seed: number) => {
      const disturbed = await train(kills, seed);
      expect([...disturbed.runs.values()].map(({ state }) => state)).toEqual(
        [...undisturbed.runs.values()].map(() => 'finished'),
      );
      expect(differences(disturbed.runs, undisturbed.runs)).toEqual([]);
      // A quick machine has trained the short sweep before the last of them.
      expect(disturbed.killed.length).toBeGreaterThanOrEqual(amount(kills, 3));
      const attempts = [...disturbed.runs.values()].flatMap((run) => run.attempts);
      const resumed = attempts.filter(({ resumedFromStep }) => resumedFromStep > 0).length;
      return { disturbed, attempts, resumed };
    };
    let struck = await storm(11);
    // On a busy machine all kills of the short storm may come before a first checkpoint: then there is another one.
    for (let seed = 12; struck.resumed === 0 && seed < 14; seed++) struck = await storm(seed);
    const { disturbed, attempts, resumed } = struck;
    expect(resumed).toBeGreaterThan(0);
    const of = (victim: string) => disturbed.killed.filter((each) => each === victim).length;
    figure(
      `kill -9 at ${disturbed.killed.length} random moments of a sweep of ${disturbed.runs.size} runs: ${of('trainer')} × a trainer, ${of('worker')} × a worker, ${of('server')} × the server`,
      `all runs finished in ${attempts.length} attempts, ${resumed} of them from a checkpoint; ${pointCount(disturbed.runs).toLocaleString('en')} points, 0 lost, 0 doubled; curves, samples, best steps, translations of the whole test split and scores equal in every bit; ${disturbed.seconds.toFixed(0)} s, undisturbed ${undisturbed.seconds.toFixed(0)} s`,
    );
  });
});
