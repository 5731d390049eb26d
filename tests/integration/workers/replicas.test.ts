import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '@/lib/domain/config';
import type { LeasedRun } from '@/lib/domain/protocol';
import type { WorkerOptions } from '@/workers/worker';
import { missingPackage, softwareGpu } from '../../vulkan.mjs';
import { isRunning, leaseOf, startProtocolServer, startWorker, temporaryHome, trainersIn } from './harness';
import { openTiny, tinySpec, trainingOf } from './offline/folder';
import type { ProtocolServer } from './protocolServer';

/** Of losses on SwiftShader and on the processor, after some dozen steps. */
const tolerance = 2e-3;

/** Few shapes of batches and few evaluations: on SwiftShader every graph takes its time. */
const quick: Settings = {
  dModel: 8,
  heads: 2,
  batchTokens: 128,
  maxLength: 8,
  epochs: 2,
  evaluationsPerEpoch: 1,
  evaluationPairs: 4,
  bleuSentences: 2,
};
const long: Settings = { ...quick, epochs: 1000 };

const environment = process.env;
beforeAll(() => {
  const missing = missingPackage();
  if (missing !== undefined)
    throw new Error(`These tests need Debian's package ${missing}: apt-get install ${missing}`);
  process.env = softwareGpu();
});
afterAll(() => {
  process.env = environment;
});

const ofAll = (most: number) => ({ tiny: most, small: most, medium: most, large: most });

function startGpuWorker(
  server: ProtocolServer,
  home: string,
  most: number,
  options: Partial<WorkerOptions> = {},
) {
  const share = { memoryBytes: null, limits: null, replicas: ofAll(most), why: 'As asked.' };
  return startWorker({
    serverUrl: server.url,
    home,
    engine: 'onnx-webgpu',
    device: 'a software GPU',
    share,
    ...options,
  });
}

/** The stand-in keeps one report a number and attempt: runs that are under way together have attempts of their own. */
function runsOf(
  server: ProtocolServer,
  settings: Settings,
  others: readonly Partial<LeasedRun>[] = [],
): LeasedRun[] {
  const first = leaseOf(server, settings);
  return [
    first,
    { ...first, seed: 2 },
    {
      ...first,
      seed: 3,
      config: { ...first.config, sourceEndToken: false, dropout: 0.3, learningRate: 0.003 },
    },
    ...others.map((other) => ({ ...first, ...other })),
  ].map((run, at) => ({ ...run, runId: `run-${at + 1}`, attempt: at + 1 }));
}

const logOf = (server: ProtocolServer, attempt: number) =>
  server.reports
    .filter((report) => report.attempt === attempt)
    .flatMap(({ logs }) => logs.map(({ text }) => text))
    .join('\n');

function lossesOf(server: ProtocolServer, attempt: number): Map<string, number> {
  const losses = new Map<string, number>();
  for (const report of server.reports.filter((report) => report.attempt === attempt)) {
    for (const { metric, steps, values } of report.points) {
      if (!/loss/i.test(metric)) continue;
      for (const [at, step] of steps.entries()) losses.set(`${metric} ${step}`, values[at] ?? Number.NaN);
    }
  }
  return losses;
}

const stepOf = (server: ProtocolServer, attempt: number) =>
  server.reports.findLast((report) => report.attempt === attempt && report.progress)?.progress?.step ?? 0;

const outcomes = (server: ProtocolServer) =>
  Object.fromEntries(server.finishes.map(({ runId, outcome }) => [runId, outcome]));

describe('runs that step together', () => {
  it('train in one process, each with the curves that it has by itself', async () => {
    const server = await startProtocolServer();
    const runs = runsOf(server, quick);
    for (const run of runs) server.enqueue(run);
    const worker = startGpuWorker(server, await temporaryHome(), 8);
    await server.until(() => server.finishes.length === 3);
    await worker.stop();
    expect(outcomes(server)).toEqual({ 'run-1': 'finished', 'run-2': 'finished', 'run-3': 'finished' });
    expect(new Set(trainersIn(worker.lines)).size).toBe(1);
    expect(worker.runningTrainers()).toEqual([]);
    for (const { attempt } of runs) {
      expect(logOf(server, attempt)).toContain(
        'Steps together with 2 other runs, as one graph of one process.',
      );
    }
    const facts = server.reports.flatMap(({ facts }) => facts ?? []);
    expect(facts.map(({ environment }) => environment['replicas'])).toEqual(['3', '3', '3']);
    expect(server.models).toHaveLength(3);

    const alone = await startProtocolServer();
    for (const run of runs) alone.enqueue(run);
    startWorker({ serverUrl: alone.url, home: await temporaryHome() });
    await alone.until(() => alone.finishes.length === 3);
    for (const { attempt } of runs) {
      const [expected, actual] = [lossesOf(alone, attempt), lossesOf(server, attempt)];
      // In which report the host's numbers come is another matter.
      expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
      expect(actual.size).toBeGreaterThan(10);
      for (const [at, loss] of expected) {
        expect(Math.abs((actual.get(at) ?? Number.NaN) - loss), `attempt ${attempt}, ${at}`).toBeLessThan(
          tolerance,
        );
      }
    }
  });

  it('are cancelled one by one, and handed back together at a checkpoint, from which they go on', async () => {
    const server = await startProtocolServer();
    const runs = runsOf(server, long);
    for (const run of runs) server.enqueue(run);
    const home = await temporaryHome();
    const worker = startGpuWorker(server, home, 3);
    await server.until(() => runs.every(({ attempt }) => stepOf(server, attempt) > 10));
    server.commands.set(2, 'cancel');
    await server.until(() => server.finishes.length === 1);
    expect(outcomes(server)).toEqual({ 'run-2': 'cancelled' });
    const [first, , third] = [1, 2, 3].map((attempt) => stepOf(server, attempt));
    await server.until(() => stepOf(server, 1) > (first ?? 0) && stepOf(server, 3) > (third ?? 0));
    await worker.stop();
    expect(outcomes(server)).toEqual({ 'run-1': 'released', 'run-2': 'cancelled', 'run-3': 'released' });
    expect(worker.runningTrainers()).toEqual([]);

    const knownOf = (attempt: number) =>
      server.reports.findLast((report) => report.attempt === attempt && report.checkpointStep)
        ?.checkpointStep ?? 0;
    expect(knownOf(1)).toBeGreaterThan(10);
    const again = runs.flatMap((run) =>
      run.attempt === 2 ? [] : [{ ...run, checkpointStep: knownOf(run.attempt), attempt: run.attempt + 10 }],
    );
    for (const run of again) server.enqueue(run);
    const next = startGpuWorker(server, home, 3);
    await server.until(() =>
      again.every(({ attempt, checkpointStep }) => stepOf(server, attempt) > checkpointStep),
    );
    expect(logOf(server, 11)).toContain(`Goes on from the checkpoint of step ${knownOf(1)}`);
    expect(logOf(server, 11)).toContain('Steps together with 1 other run');
    await next.stop();
  });

  it('are handed back where their process dies, and train by themselves from then on', async () => {
    const server = await startProtocolServer();
    const [first, second] = runsOf(server, long);
    if (!first || !second) throw new RangeError('no runs');
    server.enqueue(first);
    server.enqueue(second);
    const worker = startGpuWorker(server, await temporaryHome(), 2);
    await server.until(() => stepOf(server, 1) > 5 && stepOf(server, 2) > 5);
    const [pid] = trainersIn(worker.lines);
    process.kill(pid ?? 0, 'SIGKILL');
    await server.until(() => server.finishes.length === 2);
    expect(outcomes(server)).toEqual({ 'run-1': 'released', 'run-2': 'released' });
    expect(logOf(server, 1)).toMatch(/to be trained by itself.*ended by SIGKILL/);
    server.enqueue({ ...first, attempt: 11 });
    server.enqueue({ ...second, attempt: 12 });
    await server.until(() => stepOf(server, 11) > 0);
    expect(logOf(server, 11)).not.toContain('Steps together');
    expect(stepOf(server, 12)).toBe(0);
    await worker.stop();
    expect(isRunning(pid ?? 0)).toBe(false);
  });

  it('are not taken from a server that gives whichever is next where it cannot step with the first', async () => {
    const server = await startProtocolServer();
    const [first, ...rest] = runsOf(server, long, [
      { config: leaseOf(server, { ...long, heads: 4 }).config },
    ]);
    const other = rest.at(-1);
    if (!first || !other) throw new RangeError('no runs');
    server.enqueue(first);
    server.enqueue(other);
    const worker = startGpuWorker(server, await temporaryHome(), 2, { engine: 'onnx-cpu' });
    await server.until(() => stepOf(server, 1) > 0);
    expect(server.leaseRequests.map(({ alongside }) => alongside)).toEqual([undefined, 'run-1']);
    expect(outcomes(server)).toEqual({ [other.runId]: 'released' });
    expect(logOf(server, 1)).not.toContain('Steps together');
    await worker.stop();
  });

  it('train without a server too', async () => {
    const spec = {
      ...tinySpec,
      base: {
        dModel: 8,
        layers: 1,
        batchTokens: 128,
        maxLength: 8,
        epochs: 2,
        evaluationPairs: 4,
        bleuSentences: 2,
      },
      factors: { sourceEndToken: [true, false] },
    };
    const sweep = await openTiny(await temporaryHome(), spec);
    const lines: string[] = [];
    const training = trainingOf(sweep, {
      workers: 1,
      engine: 'onnx-webgpu',
      share: { memoryBytes: null, limits: null, replicas: ofAll(8), why: 'As asked.' },
      log: (line) => lines.push(line),
    });
    await training.train();
    for (const run of training.queue.runs) {
      expect(training.queue.standing(run)).toEqual({ kind: 'over', state: 'finished' });
    }
    expect(training.queue.runs).toHaveLength(2);
    expect(new Set(trainersIn(lines)).size).toBe(1);
    expect(lines.filter((line) => line.includes('Steps together with 1 other run'))).toHaveLength(2);
  });
});
