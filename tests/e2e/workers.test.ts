import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sweepDetailSchema } from '@/lib/domain/api';
import { type LeasedRun, type ReportInput, reportSchema } from '@/lib/domain/protocol';
import type { SweepSpecInput } from '@/lib/domain/sweep';
import { complaintsOf, launchBrowser } from '@/tests/browser';
import { type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { beginning } from '@/tests/seededHome';
import { openSettled } from '@/tests/seededProgram';
import { createProtocolClient } from '@/workers/protocolClient';

/** Kept after the run, to be looked at. */
const screenshots = fileURLToPath(new URL('../.artifacts/screenshots/', import.meta.url));

const { home, remove } = temporaryHome();
const { signal } = new AbortController();
let heldout: RunningHeldout;
let browser: Browser;
let page: Page;
let complaints: string[];
/** Of two workers that step them together, in the order leased; nothing is trained. */
let five: LeasedRun[];
/** Ends the heartbeats that keep the runs' leases of 30 seconds. */
const stops: (() => void)[] = [];

const spec: SweepSpecInput = {
  name: 'regularisation',
  corpus: 'phrasebook',
  base: { dModel: 64, heads: 4, layers: 1, epochs: 4 },
  factors: { heads: [4], dropout: [0.1, 0.3], sourceEndToken: [true, false] },
  seeds: [1, 2],
};

function tokens() {
  const text = readFileSync(join(home, 'tokens.json'), 'utf8');
  return z.object({ admin: z.string(), worker: z.string() }).parse(JSON.parse(text));
}

async function createSweep(): Promise<void> {
  const response = await fetch(`${heldout.url}/api/v1/sweeps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens().admin}`, 'content-type': 'application/json' },
    body: JSON.stringify(spec),
  });
  expect(sweepDetailSchema.parse(await response.json()).runs).toHaveLength(8);
}

/** Registers a worker, leases so many runs to it, and reports a step of each. */
async function trainTogether(name: string, count: number): Promise<LeasedRun[]> {
  const client = createProtocolClient(heldout.url, tokens().worker);
  const machine = {
    hostname: 'box',
    pid: 1,
    engine: 'onnx-webgpu',
    device: 'H100',
    threads: 1,
    version: '0',
  };
  const workerId = await client.register({ name, ...machine }, signal);
  const runs: LeasedRun[] = [];
  while (runs.length < count) {
    const [held] = runs;
    const request = { workerId, waitMs: 0, startedTogether: 1 };
    const run = await client.lease(held ? { ...request, alongside: held.runId } : request, signal);
    if (!run) throw new Error(`expected ${count} runs that step together, had ${runs.length}`);
    runs.push(run);
  }
  const owner = ({ attempt, leaseToken }: LeasedRun) => ({ attempt, leaseToken });
  for (const [at, run] of runs.entries()) {
    const { facts, ...begun } = beginning(run);
    const told: ReportInput = {
      ...begun,
      ...owner(run),
      sequence: 1,
      ...(facts && {
        facts: { ...facts, environment: { ...facts.environment, replicas: String(count) } },
      }),
      progress: { step: 10 * (at + 1), totalSteps: 400, epoch: 0, totalEpochs: 4 },
      points: [
        { metric: 'throughput/tokensPerSecond', steps: [10], values: [1000], timesMs: [1_750_000_000_000] },
      ],
    };
    await client.report(run.runId, reportSchema.parse(told));
  }
  let sequence = 1;
  const heartbeat = setInterval(() => {
    sequence += 1;
    for (const run of runs)
      client
        .report(run.runId, reportSchema.parse({ ...owner(run), sequence }))
        .catch(() => clearInterval(heartbeat));
  }, 8000);
  stops.push(() => clearInterval(heartbeat));
  return runs;
}

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  heldout = await startHeldout({ home, workers: 0 });
  await createSweep();
  five = await trainTogether('gpu-1', 5);
  await trainTogether('gpu-2', 3);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
  await page.goto(heldout.loginUrl);
});

afterAll(async () => {
  for (const stop of stops) stop();
  await browser?.close();
  await heldout?.stop();
  remove();
});

it('lists all runs that a worker trains together, the first three at once, and the others on demand', async () => {
  await openSettled(page, `${heldout.url}/workers`);
  const row = page.getByRole('row', { name: /gpu-1/ });
  const runsIn = (name: string) => row.getByRole('list', { name }).getByRole('link');
  const others = runsIn('What else gpu-1 trains');
  const hrefs = (runs: readonly LeasedRun[]) => runs.map(({ runId }) => `/runs/${runId}`);
  const shown = await runsIn('What gpu-1 trains').evaluateAll((links) =>
    links.map((link) => link.getAttribute('href')),
  );
  expect(shown).toEqual(hrefs(five.slice(0, 3)));
  await row.getByText('5 runs that step together', { exact: true }).waitFor();
  // Said once of all, in front of what differs.
  await row.getByText('heads 4', { exact: true }).waitFor();
  await row.getByText('8 runs share this device').waitFor();
  await row.getByRole('cell', { name: '5,000', exact: true }).waitFor();
  expect(await others.count()).toBe(0);
  await page.screenshot({ path: join(screenshots, 'workers-together.png'), fullPage: true });
  await row.getByText('and 2 more', { exact: true }).click();
  expect(await others.count()).toBe(2);
  await others.last().click();
  await page.waitForURL(`**${hrefs(five)[4]}`);
  expect(complaints).toEqual([]);
});

it("says beside a run's resources that they are of the process that stepped it with others", async () => {
  await openSettled(page, `${heldout.url}/runs/${five[0]?.runId}/resources`);
  await page.getByText('The trainer stepped 5 runs together').waitFor();
  expect(complaints).toEqual([]);
});
