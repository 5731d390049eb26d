/**
 * How fast the dashboard is in a browser, and one table: when the pages of a large sweep are painted and their curves
 * drawn, frames while the pointer moves over the curves and while a table of thousands of rows scrolls, and what a page
 * with live runs costs. Real server, real Chromium, data written by the server's own services.
 * Run on an idle machine, after npm run build: npx tsx tests/bench/dashboard.ts [--runs 100] [--points 10000]
 *   [--live 20] [--rows 10000] [--visits 5] [--seconds 30]
 */
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { launchBrowser } from '@/tests/browser';
import { startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { createClient } from '@/workers/cli/client';
import { readTokens } from '@/workers/cli/home';
import { createProtocolClient } from '@/workers/protocolClient';
import { percentile } from '../faults/figures';
import { simulatedWorker } from '../faults/simulatedRuns';
import { benchMetrics, benchReport, seedDashboard } from './dashboardData';
import { forgetTasks, installProbe, startFrames } from './dashboardProbe';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    points: { type: 'string', default: '10000' },
    live: { type: 'string', default: '20' },
    rows: { type: 'string', default: '10000' },
    visits: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '30' },
  },
});
const points = Number(flags.points);
const live = Number(flags.live);
const visits = Number(flags.visits);
const moveMs = 5000;
/** Points of each metric that a live run reports a second. */
const pointsAReport = 10;
const viewport = { width: 1280, height: 900 };

const probeSchema = z.object({
  // Not there on a page without curves.
  lcpMs: z.number().or(z.nan()),
  drawnMs: z.number().or(z.nan()),
  frames: z.array(z.number()),
  longTasks: z.array(z.number()),
});
type Row = { what: string; measured: string; detail: string };

const rows: Row[] = [];
const milliseconds = (value: number) => `${Math.round(value)} ms`;
const median = (values: readonly number[]) => percentile(values, 0.5);
const probeOf = async (page: Page) => probeSchema.parse(await page.evaluate(() => globalThis.heldoutProbe));

const { home, remove } = temporaryHome();
const variants = Math.ceil(Number(flags.runs) / 2);
const tableVariants = Math.min(500, Number(flags.rows));
const [sweepId = '', tableId = '', liveId = ''] = await seedDashboard(home, [
  { name: 'Many runs', variants, seeds: 2, points },
  {
    name: 'Many rows',
    variants: tableVariants,
    seeds: Math.ceil(Number(flags.rows) / tableVariants),
    points: 2,
  },
  // The last one of all: its queued runs are the only ones that simulated workers are given.
  { name: 'Live runs', variants, seeds: 2, points, queued: live },
]);
const heldout = await startHeldout({ home, workers: 0 });
const tokens = readTokens(home);
const browser = await launchBrowser();
try {
  const state = await signIn(browser);
  const open = async () => {
    const context = await browser.newContext({ viewport, storageState: state });
    // The compiler of this file wraps functions in a helper that the page does not have.
    await context.addInitScript('globalThis.__name = (value) => value');
    await context.addInitScript(installProbe);
    return context;
  };
  for (const [name, path] of [
    ['overview', `/sweeps/${sweepId}`],
    ['curves', `/sweeps/${sweepId}/curves`],
  ] as const) {
    await measureVisits(
      open,
      `${name} of ${2 * variants} runs × ${points} points × ${benchMetrics.length} metrics`,
      path,
    );
  }
  await measureHover(await open(), `/sweeps/${sweepId}/curves`);
  // A row a run: as it opens, the table folds the seeds of a variant into one.
  await measureTable(await open(), `/sweeps/${tableId}/table?rows=run`);
  await measureLive(await open(), `/sweeps/${liveId}/curves`);
  console.table(rows);
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Chromium ${browser.version()}, headless.`,
  );
} finally {
  await browser.close();
  await heldout.stop();
  remove();
}

/** @returns the cookie, for contexts whose caches are empty */
async function signIn(browser: Browser) {
  const token = await createClient(heldout.url, tokens?.admin ?? '').createLoginToken();
  const context = await browser.newContext();
  await (await context.newPage()).goto(`${heldout.url}/login?token=${token}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A visit to a page, until its curves are drawn and nothing larger can be painted any more. */
async function visit(page: Page, path: string) {
  await page.goto(heldout.url + path);
  await page.waitForFunction(() => (globalThis.heldoutProbe?.drawnMs ?? 0) > 0);
  await delay(500);
  return probeOf(page);
}

async function measureVisits(open: () => Promise<BrowserContext>, name: string, path: string): Promise<void> {
  const lists = { first: [], cold: [], warm: [] } as Record<
    'first' | 'cold' | 'warm',
    z.infer<typeof probeSchema>[]
  >;
  for (let i = 0; i <= visits; i++) {
    const context = await open();
    const page = await context.newPage();
    lists[i === 0 ? 'first' : 'cold'].push(await visit(page, path));
    if (i > 0) lists.warm.push(await visit(page, path));
    await context.close();
  }
  const texts = {
    first: 'the first visit after the server has started',
    cold: `empty browser cache, median of ${visits}`,
    warm: `full browser cache, median of ${visits}`,
  };
  for (const kind of ['first', 'cold', 'warm'] as const) {
    const found = lists[kind];
    rows.push({
      what: name,
      measured: `largest paint ${milliseconds(median(found.map(({ lcpMs }) => lcpMs)))}, curves drawn ${milliseconds(median(found.map(({ drawnMs }) => drawnMs)))}`,
      detail: texts[kind],
    });
  }
}

function frameRow(what: string, { frames, longTasks }: z.infer<typeof probeSchema>): Row {
  const gaps = frames.slice(1).map((timeMs, i) => timeMs - (frames[i] ?? timeMs));
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  return {
    what,
    measured: `${Math.round(gaps.length / seconds)} frames a second`,
    detail: `longest frame ${milliseconds(percentile(gaps, 1))}, 99th percentile ${milliseconds(percentile(gaps, 0.99))}, tasks over 50 ms: ${longTasks.length}`,
  };
}

async function measureHover(context: BrowserContext, path: string): Promise<void> {
  const page = await context.newPage();
  await visit(page, path);
  const box = await page.locator('canvas').first().boundingBox();
  if (!box) throw new Error('the page of curves shows none');
  await page.evaluate(forgetTasks);
  await page.evaluate(startFrames);
  const untilMs = performance.now() + moveMs;
  for (let i = 0; performance.now() < untilMs; i++) {
    const across = 0.5 + 0.45 * Math.sin(i / 25);
    const down = 0.5 + 0.4 * Math.sin(i / 7);
    await page.mouse.move(box.x + across * box.width, box.y + down * box.height);
    await delay(8);
  }
  rows.push(frameRow(`pointer over ${2 * variants} curves a panel, ${moveMs / 1000} s`, await probeOf(page)));
  await context.close();
}

async function measureTable(context: BrowserContext, path: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(heldout.url + path);
  const table = page.locator('table, [role=table], [role=grid]').first();
  await table.locator('tbody tr, [role=row]').nth(5).waitFor();
  await delay(500);
  const { lcpMs } = await probeOf(page);
  const box = await table.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, Math.min((box?.y ?? 0) + 200, viewport.height - 50));
  await page.evaluate(forgetTasks);
  await page.evaluate(startFrames);
  const untilMs = performance.now() + moveMs;
  while (performance.now() < untilMs) {
    await page.mouse.wheel(0, 400);
    await delay(16);
  }
  const row = frameRow(`table of ${flags.rows} rows, scrolling ${moveMs / 1000} s`, await probeOf(page));
  rows.push({ ...row, measured: `${row.measured}, largest paint ${milliseconds(lcpMs)}` });
  await context.close();
}

async function measureLive(context: BrowserContext, path: string): Promise<void> {
  const workers = await startLiveRuns();
  const page = await context.newPage();
  await visit(page, path);
  const session = await browser.newBrowserCDPSession();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const busyNow = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return {
      task: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN,
      cpu: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    };
  };
  await delay(3000);
  await page.evaluate(forgetTasks);
  const [before, startedMs] = [await busyNow(), performance.now()];
  await delay(1000 * Number(flags.seconds));
  const [after, seconds] = [await busyNow(), (performance.now() - startedMs) / 1000];
  const { longTasks } = await probeOf(page);
  const share = (part: number) => `${((100 * part) / seconds).toFixed(1)} %`;
  await workers.stop();
  rows.push({
    what: `page with ${live} live runs among ${2 * variants}, one report a second each, ${flags.seconds} s`,
    measured: `main thread ${share(after.task - before.task)} of a core`,
    detail: `all processes of the browser ${share(after.cpu - before.cpu)}; tasks over 50 ms: ${longTasks.length}`,
  });
  await context.close();
}

/** Simulated workers, each with a run that is half done and reports once a second. */
async function startLiveRuns(): Promise<{ stop: () => Promise<void> }> {
  const client = createProtocolClient(heldout.url, tokens?.worker ?? '');
  const stopping = new AbortController();
  const half = Math.floor(points / 2);
  const trainOne = async (index: number) => {
    const workerId = await client.register(simulatedWorker(`live-${index}`), stopping.signal);
    const run = await client.lease({ workerId, waitMs: 1000 }, stopping.signal);
    if (!run) throw new Error('no run is queued for a live worker');
    const report = (sequence: number, first: number, last: number) =>
      client.report(run.runId, benchReport(run, sequence, first, last, points));
    await report(1, 0, half);
    return async () => {
      for (let i = 0; !stopping.signal.aborted; i++) {
        await report(i + 2, half + i * pointsAReport, half + (i + 1) * pointsAReport);
        await delay(1000);
      }
    };
  };
  const trains = await Promise.all(Array.from({ length: live }, (_, index) => trainOne(index)));
  const working = trains.map(async (train, index) => {
    // As workers do, at moments of their own.
    await delay((1000 * index) / live);
    await train();
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(working);
    },
  };
}
