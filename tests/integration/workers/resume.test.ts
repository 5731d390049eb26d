import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LeasedRun } from '@/lib/domain/protocol';
import { superviseWorkers } from '@/workers/supervisor';
import {
  cleanUpLater,
  endless,
  isRunning,
  leaseOf,
  type RunningWorker,
  startProtocolServer,
  startWorker,
  temporaryHome,
  trainersIn,
} from './harness';
import type { ProtocolServer } from './protocolServer';

/** Long enough that the server hears of a checkpoint well before the end, short enough to be trained to it. */
const short = { epochs: 60, dropout: 0.1, evaluationsPerEpoch: 1, evaluationPairs: 8, bleuSentences: 2 };

/** The next attempt's lease, as the server gives it: with what it knows of checkpoints. */
function nextLease(server: ProtocolServer, run: LeasedRun): LeasedRun {
  server.currentAttempt++;
  return { ...run, attempt: server.currentAttempt, checkpointStep: knownStep(server) };
}

function knownStep(server: ProtocolServer): number {
  return server.reports.findLast(({ checkpointStep }) => checkpointStep !== undefined)?.checkpointStep ?? 0;
}

/** Points that the server has after every cut; machine's metrics aside. */
function storedPoints(server: ProtocolServer): Map<string, [step: number, value: number][]> {
  const stored = new Map<string, [number, number][]>();
  for (const { resumedFromStep, points } of server.reports) {
    if (resumedFromStep !== undefined) {
      for (const [metric, column] of stored) {
        stored.set(metric, resumedFromStep === 0 ? [] : column.filter(([step]) => step <= resumedFromStep));
      }
    }
    for (const { metric, steps, values } of points) {
      if (/^(system|throughput)\//.test(metric)) continue;
      const added = steps.map((step, i): [number, number] => [step, values[i] ?? Number.NaN]);
      stored.set(metric, [...(stored.get(metric) ?? []), ...added]);
    }
  }
  return new Map([...stored].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of the last attempt. */
function translationsOf(server: ProtocolServer) {
  const last = server.reports.filter(({ attempt }) => attempt === server.currentAttempt);
  return last.flatMap(({ hypotheses, finalScores }) => [...hypotheses, ...finalScores]);
}

async function trainedUndisturbed(settings = short) {
  const server = await startProtocolServer();
  startWorker({ serverUrl: server.url, home: await temporaryHome() });
  server.enqueue(leaseOf(server, settings));
  await server.until(() => server.finishes.length === 1);
  return { points: storedPoints(server), translations: translationsOf(server) };
}

async function untilCheckpoint(server: ProtocolServer, atLeast: number): Promise<void> {
  await server.until(() => knownStep(server) >= atLeast);
}

function killTrainers(worker: RunningWorker): void {
  for (const pid of worker.runningTrainers()) process.kill(pid, 'SIGKILL');
}

describe('a run whose trainer is killed', () => {
  it('goes on from its checkpoint, and has the curves and translations of one that was not', async () => {
    const undisturbed = await trainedUndisturbed();
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home });
    let run = leaseOf(server, short);
    for (const kill of [1, 2, 3]) {
      server.enqueue(run);
      await untilCheckpoint(server, run.checkpointStep + 6);
      killTrainers(worker);
      await server.until(() => server.finishes.length === kill);
      run = nextLease(server, run);
    }
    server.enqueue(run);
    await server.until(() => server.finishes.length === 4);

    expect(server.finishes.at(-1)).toMatchObject({ attempt: 4, outcome: 'finished' });
    const resumed = server.reports.flatMap(({ resumedFromStep }) => resumedFromStep ?? []);
    expect(resumed).toHaveLength(4);
    expect(resumed[1]).toBeGreaterThan(0);
    expect(resumed[3]).toBeGreaterThan(resumed[1] ?? 0);
    expect(storedPoints(server)).toEqual(undisturbed.points);
    expect(translationsOf(server)).toEqual(undisturbed.translations);
    // Nobody goes on with a finished run.
    await expect.poll(() => existsSync(join(home, 'checkpoints', 'run-1'))).toBe(false);
  });

  it('takes the threads of its checkpoint, whatever the machine offers now', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome(), threads: 'auto' });
    const run = { ...leaseOf(server, endless), trainersOnMachine: 64 };
    server.enqueue(run);
    await untilCheckpoint(server, 1);
    killTrainers(worker);
    await server.until(() => server.finishes.length === 1);
    server.enqueue({ ...nextLease(server, run), trainersOnMachine: 1 });
    await server.until(() => server.reports.some(({ attempt, facts }) => attempt === 2 && facts));
    const facts = server.reports.findLast((report) => report.facts)?.facts;
    expect(facts?.environment['threads']).toBe('1');
    expect(worker.lines.join('\n')).toMatch(/goes on with 1 thread, as its checkpoint, instead of \d+/);
  });
});

describe('a worker that is told to end', () => {
  it('saves a checkpoint, hands its run back and is gone within 30 s; nothing is trained twice', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const lines: string[] = [];
    const supervisor = superviseWorkers({
      count: 1,
      threads: 1,
      engine: 'onnx-cpu',
      serverUrl: server.url,
      token: server.token,
      home,
      onLog: (line) => lines.push(line),
    });
    cleanUpLater(() => supervisor.stop());
    // No checkpoint but the first is due while this test looks.
    const run = leaseOf(server, { ...endless, batchTokens: 32 });
    server.enqueue(run);
    await server.until(() => server.curve('train/runningLoss').length > 3);
    const startedMs = performance.now();
    await supervisor.stop();
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    expect(trainersIn(lines).filter(isRunning)).toEqual([]);
    expect(server.finishes).toMatchObject([{ outcome: 'released' }]);
    const lastStep = server.curve('train/runningLoss').at(-1)?.step;
    expect(knownStep(server)).toBeGreaterThanOrEqual(lastStep ?? 0);
    expect(existsSync(join(home, 'checkpoints', 'run-1', `step-${knownStep(server)}`))).toBe(true);
  });

  it('kills a trainer that does not come to its checkpoint in time; its run goes on from the one before', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home, handBackLimitMs: 500 });
    server.enqueue(leaseOf(server, endless));
    await untilCheckpoint(server, 1);
    const [trainer = 0] = worker.runningTrainers();
    process.kill(trainer, 'SIGSTOP');
    const startedMs = performance.now();
    await worker.stop();
    expect(performance.now() - startedMs).toBeLessThan(5500);
    expect(isRunning(trainer)).toBe(false);
    expect(server.finishes).toMatchObject([{ outcome: 'released' }]);
    expect(existsSync(join(home, 'checkpoints', 'run-1', `step-${knownStep(server)}`))).toBe(true);
  });

  it('hands a run back on the command release, and goes on to the next', async () => {
    const server = await startProtocolServer();
    startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.enqueue(leaseOf(server, endless));
    await untilCheckpoint(server, 1);
    server.command = 'release';
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([{ attempt: 1, outcome: 'released' }]);
    server.command = 'continue';
    server.currentAttempt++;
    server.enqueue({ ...leaseOf(server, { epochs: 1 }), runId: 'run-2' });
    await server.until(() => server.finishes.length === 2);
    expect(server.finishes[1]).toMatchObject({ runId: 'run-2', outcome: 'finished' });
  });
});

it('ends a run by patience as stopped, with the decision', async () => {
  const server = await startProtocolServer();
  startWorker({ serverUrl: server.url, home: await temporaryHome() });
  server.enqueue({
    ...leaseOf(server, { ...short, epochs: 30 }),
    objective: { metric: 'validation/loss', goal: 'maximize', report: 'test/bleu' },
    stopping: { kind: 'patience', epochs: 2, minChange: 0 },
  });
  await server.until(() => server.finishes.length === 1);
  expect(server.finishes).toMatchObject([
    { outcome: 'stopped', decision: { rule: 'patience', action: 'stop', epoch: 3 } },
  ]);
});

it('removes checkpoints that nobody has gone on with for 7 days, and no others', async () => {
  const server = await startProtocolServer();
  const home = await temporaryHome();
  for (const name of ['old', 'recent']) await mkdir(join(home, 'checkpoints', name), { recursive: true });
  const weekAgo = (Date.now() - 7.1 * 24 * 3600 * 1000) / 1000;
  await utimes(join(home, 'checkpoints', 'old'), weekAgo, weekAgo);
  const worker = startWorker({ serverUrl: server.url, home });
  await server.until(() => server.leaseRequests.length > 0);
  expect(await readdir(join(home, 'checkpoints'))).toEqual(['recent']);
  expect(worker.lines).toContainEqual(expect.stringMatching(/^Removed the checkpoints of run old/));
});

it('ends a process whose parent was killed while it computes without a turn of its event loop', async () => {
  const computes = `
    import { writeSync } from 'node:fs';
    import { endWithParent } from './workers/parentWatch.ts';
    endWithParent();
    // Once the watch has begun, which takes a turn of the event loop.
    setTimeout(() => { writeSync(1, String(process.pid)); for (;;); }, 500);
  `;
  const parent = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', ${JSON.stringify(computes)}],
      { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    setInterval(() => undefined, 1000);
  `;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanUpLater(async () => child.kill('SIGKILL'));
  const pid = await new Promise<number>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  cleanUpLater(async () => isRunning(pid) && process.kill(pid, 'SIGKILL'));
  expect(isRunning(pid)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
});
