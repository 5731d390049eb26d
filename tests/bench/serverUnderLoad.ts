/**
 * How long the dashboard's server takes to answer while every core trains, and one table.
 * Run on an idle machine, after npm run build: npx tsx tests/bench/serverUnderLoad.ts
 */
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { createClient } from '@/workers/cli/client';
import { readTokens } from '@/workers/cli/home';

const requests = 400;
/** People and pages ask now and then: back to back, the requests would be a load of their own. */
const pauseMs = 25;
/** Of training before it counts as full load: compiling and the first evaluation are over. */
const warmSteps = 20;

const cores = availableParallelism();
const { home, remove } = temporaryHome();
const heldout = await startHeldout({ home, workers: cores });
const token = readTokens(home)?.admin ?? '';
const client = createClient(heldout.url, token);

async function measure(when: string) {
  const times: number[] = [];
  for (let i = 0; i < requests; i++) {
    const startedMs = performance.now();
    const response = await fetch(`${heldout.url}/api/v1/sweeps`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.text();
    times.push(performance.now() - startedMs);
    if (!response.ok) throw new Error(`GET /api/v1/sweeps answered ${response.status}`);
    await delay(pauseMs);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((times[Math.floor(share * (requests - 1))] ?? Number.NaN) * 10) / 10;
  return { when, requests, 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'p99 ms': at(0.99), 'maximum ms': at(1) };
}

/** As many endless runs as there are cores, each past its first steps. */
async function trainEverywhere(): Promise<string> {
  const { sweep } = await client.createSweep({
    name: 'load',
    corpus: 'phrasebook',
    base: { dModel: 256, heads: 4, layers: 1, epochs: 1000, evaluationsPerEpoch: 1 },
    seeds: Array.from({ length: cores }, (_, index) => index + 1),
  });
  const isWarm = async () =>
    (await client.getSweep(sweep.id)).runs.every((run) => (run.progress?.step ?? 0) >= warmSteps);
  while (!(await isWarm())) await delay(500);
  return sweep.id;
}

try {
  // The first answers also load the route.
  await measure('warm-up');
  const idle = await measure('idle');
  const id = await trainEverywhere();
  const before = await client.getSweep(id);
  const startedMs = performance.now();
  const busy = await measure(`${cores} trainers on ${cores} cores`);
  const seconds = (performance.now() - startedMs) / 1000;
  const steps = (runs: typeof before.runs) => runs.reduce((sum, run) => sum + (run.progress?.step ?? 0), 0);
  const after = await client.getSweep(id);
  await client.cancelSweep(id);
  console.table([idle, busy]);
  const rate = (steps(after.runs) - steps(before.runs)) / seconds;
  console.log(`All trainers together made ${rate.toFixed(1)} steps a second meanwhile.`);
} finally {
  await heldout.stop();
  remove();
}
