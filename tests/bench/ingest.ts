/**
 * How many points a second the dashboard's server takes over HTTP from four workers while the dashboard is read, and one
 * table: once with reports as fast as they are answered, once at a steady rate, where a report's time counts from when it
 * was due. Run on an idle machine, after npm run build: npx tsx tests/bench/ingest.ts [steps in a report, default 1000]
 */
import { spawn } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startHeldout, temporaryHome } from '@/tests/heldoutProgram';
import { createClient } from '@/workers/cli/client';
import { readTokens } from '@/workers/cli/home';
import { createProtocolClient } from '@/workers/protocolClient';
import { percentile } from '../faults/figures';
import { reportOf, simulatedWorker, sweepOfRuns } from '../faults/simulatedRuns';

const workerCount = 4;
/** Points a second of all workers together. */
const steadyRate = 300_000;
const warmUpMs = 3000;
const measuredMs = 15_000;
/** As the pages do: at most once a second, see app/client/useCurves.ts. */
const readEveryMs = 1000;
/** A run has so many reports; the worker leases the next one then. */
const reportsARun = 20;
const runCount = 200;
/** What a trainer tells between two evaluations. */
const runningMetrics = [
  'train/runningLoss',
  'optimizer/learningRate',
  'optimizer/gradientNorm',
  'system/rssBytes',
  'throughput/tokensPerSecond',
];
/** And at each, every hundredth step here. */
const evaluationMetrics = ['train', 'validation', 'test'].flatMap((split) => [
  `${split}/loss`,
  `${split}/accuracy`,
]);
const evaluationEvery = 100;

const workerJobSchema = z.object({
  url: z.string(),
  token: z.string(),
  name: z.string(),
  steps: z.int(),
  everyMs: z.number(),
});
const sentSchema = z.object({ points: z.int(), reportMs: z.array(z.number()) });

const [role = '', job = ''] = process.argv[2] === 'worker' ? process.argv.slice(2) : [];
if (role === 'worker') await work(workerJobSchema.parse(JSON.parse(job)));
else {
  const steps = Number(process.argv[2] ?? 1000);
  const pointsAReport = columnsOf(1, steps).flatMap((column) => column.steps).length;
  await measure('as fast as answered', steps, 0);
  await measure(
    `at ${steadyRate.toLocaleString('en')} a second`,
    steps,
    (1000 * workerCount * pointsAReport) / steadyRate,
  );
}

async function measure(how: string, steps: number, everyMs: number): Promise<void> {
  const { home, remove } = temporaryHome();
  const heldout = await startHeldout({ home, workers: 0 });
  try {
    const tokens = readTokens(home);
    const client = createClient(heldout.url, tokens?.admin ?? '');
    const { sweep, runs } = await client.createSweep(sweepOfRuns(runCount));
    const reading = readDashboard(heldout.url, tokens?.admin ?? '', sweep.id, runs[0]?.id ?? '');
    const sent = await Promise.all(
      Array.from({ length: workerCount }, (_, index) =>
        startWorker({
          url: heldout.url,
          token: tokens?.worker ?? '',
          name: `worker-${index}`,
          steps,
          everyMs,
        }),
      ),
    );
    const readMs = await reading.stop();
    const reportMs = sent.flatMap((each) => each.reportMs);
    const points = sent.reduce((sum, each) => sum + each.points, 0);
    const row = (what: string, times: number[]) => ({
      what,
      count: times.length,
      'p50 ms': Math.round(10 * percentile(times, 0.5)) / 10,
      'p99 ms': Math.round(10 * percentile(times, 0.99)) / 10,
      'maximum ms': Math.round(10 * percentile(times, 1)) / 10,
    });
    console.table([
      row(`report of ${columnsOf(1, steps).flatMap((column) => column.steps).length} points`, reportMs),
      row('request of the dashboard', readMs),
    ]);
    const rate = Math.round((1000 * points) / measuredMs).toLocaleString('en');
    console.log(
      `${how}: ${rate} points a second from ${workerCount} workers, in ${measuredMs / 1000} s, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}).`,
    );
  } finally {
    await heldout.stop();
    remove();
  }
}

function startWorker(settings: z.infer<typeof workerJobSchema>): Promise<z.infer<typeof sentSchema>> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--import', 'tsx', script, 'worker', JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve(sentSchema.parse(JSON.parse(line))),
    );
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}

/** Reports as fast as it is answered, run after run. */
async function work({ url, token, name, steps, everyMs }: z.infer<typeof workerJobSchema>): Promise<void> {
  const client = createProtocolClient(url, token);
  const { signal } = new AbortController();
  const workerId = await client.register(simulatedWorker(name), signal);
  const startedMs = performance.now();
  const reportMs: number[] = [];
  let points = 0;
  let dueMs = startedMs + Math.random() * everyMs;
  while (performance.now() - startedMs < warmUpMs + measuredMs) {
    const run = await client.lease({ workerId, waitMs: 10_000 }, signal);
    if (!run) throw new Error(`${runCount} runs are too few for this machine`);
    const { runId, attempt, leaseToken } = run;
    for (let sequence = 1; sequence <= reportsARun; sequence++) {
      const columns = columnsOf((sequence - 1) * steps + 1, steps);
      const step = sequence * steps;
      const progress = { step, totalSteps: reportsARun * steps, epoch: 1, totalEpochs: 1 };
      const report = reportOf(run, sequence, { points: columns, progress });
      await delay(Math.max(0, dueMs - performance.now()));
      const sentMs = everyMs === 0 ? performance.now() : dueMs;
      dueMs += everyMs;
      await client.report(runId, report);
      const answeredMs = performance.now();
      if (sentMs - startedMs < warmUpMs || answeredMs - startedMs > warmUpMs + measuredMs) continue;
      reportMs.push(answeredMs - sentMs);
      points += columns.reduce((sum, column) => sum + column.steps.length, 0);
    }
    await client.finish(runId, { attempt, leaseToken, outcome: 'finished' });
  }
  console.log(JSON.stringify({ points, reportMs }));
}

function columnsOf(first: number, count: number) {
  const all = Array.from({ length: count }, (_, index) => first + index);
  const evaluated = all.filter((step) => step % evaluationEvery === 0);
  const column = (steps: number[], shift: number) => (metric: string, index: number) => ({
    metric,
    steps,
    values: steps.map((step) => Math.sin(step) + index + shift),
    timesMs: steps.map((step) => 1_700_000_000_000 + step),
  });
  return [...runningMetrics.map(column(all, 0)), ...evaluationMetrics.map(column(evaluated, 10))];
}

/** The page of a sweep, with its stream of events, and the page of one of its runs: both open, both up to date. */
function readDashboard(url: string, token: string, sweepId: string, runId: string) {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const sweepMetrics = ['train/loss', 'test/loss', 'train/bleu', 'test/bleu'];
  const paths = [
    `sweeps/${sweepId}/curves?metrics=${sweepMetrics.join(',')}&buckets=400`,
    `runs/${runId}`,
    `runs/${runId}/curves?buckets=400`,
    `runs/${runId}/logs`,
    `runs/${runId}/samples`,
  ];
  const times: number[] = [];
  const listen = async () => {
    const response = await fetch(`${url}/api/v1/sweeps/${sweepId}/events`, { headers, signal: stop.signal });
    for await (const _chunk of response.body ?? []) if (stop.signal.aborted) return;
  };
  const listening = listen().catch(() => undefined);
  const ask = async () => {
    while (!stop.signal.aborted) {
      for (const path of paths) {
        const startedMs = performance.now();
        const response = await fetch(`${url}/api/v1/${path}`, { headers });
        await response.text();
        if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
        times.push(performance.now() - startedMs);
      }
      await delay(readEveryMs);
    }
  };
  const asking = ask();
  return {
    stop: async () => {
      stop.abort();
      await Promise.all([asking, listening]);
      return times;
    },
  };
}
