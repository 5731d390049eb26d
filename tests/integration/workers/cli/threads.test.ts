import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDetailSchema } from '@/lib/domain/api';
import { isFinal } from '@/lib/domain/run';
import { type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { type Client, createClient } from '@/workers/cli/client';
import { readTokens } from '@/workers/cli/home';

const { home, remove } = temporaryHome();
const workers = 2;
let server: RunningHeldout;
let client: Client;
let token: string;
beforeAll(async () => {
  server = await startHeldout({ home, workers });
  token = readTokens(home)?.admin ?? '';
  client = createClient(server.url, token);
});
afterAll(async () => {
  await server.stop();
  remove();
});

/** Runs a sweep with this many seeds to its end. @returns the threads that each run records */
async function threadsOfRuns(seeds: number): Promise<(string | undefined)[]> {
  const { sweep } = await client.createSweep({
    name: `${seeds} seeds`,
    corpus: 'phrasebook',
    base: { dModel: 16, heads: 2, layers: 1, trainSize: 64, epochs: 2, evaluationPairs: 8, bleuSentences: 2 },
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
  });
  const runs = async () => (await client.getSweep(sweep.id)).runs;
  await expect
    .poll(async () => (await runs()).every(({ state }) => isFinal(state)), {
      timeout: 100_000,
      interval: 500,
    })
    .toBe(true);
  const headers = { authorization: `Bearer ${token}` };
  const details = (await runs()).map(async ({ id }) => {
    const response = await fetch(`${server.url}/api/v1/runs/${id}`, { headers });
    return runDetailSchema.parse(await response.json()).facts?.environment['threads'];
  });
  return Promise.all(details);
}

describe('heldout start, without --threads', () => {
  it('shares the cores between the first runs of a queue, though its workers have only just started', async () => {
    const [first, second] = await threadsOfRuns(4);
    const share = String(Math.max(1, Math.floor(availableParallelism() / workers)));
    expect([first, second]).toEqual([share, share]);
  });

  it('gives all cores to a single run', async () => {
    expect(await threadsOfRuns(1)).toEqual([String(availableParallelism())]);
  });
});
