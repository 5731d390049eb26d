import { readdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '@/lib/domain/protocol';
import { Spool } from '@/workers/spool';
import { endless, leaseOf, startProtocolServer, startWorker, temporaryHome } from './harness';

describe('a worker', () => {
  it('trains a leased run and tells the server its curves, samples, facts and end', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home });
    server.enqueue(leaseOf(server));
    await server.until(() => server.finishes.length === 1);

    expect(server.registered).toMatchObject([{ name: 'test worker', engine: 'onnx-cpu', threads: 1 }]);
    expect(server.finishes).toEqual([
      { runId: 'run-1', attempt: 1, leaseToken: 'lease-1', outcome: 'finished' },
    ]);
    expect(server.curve('test/loss').length).toBe(5);
    expect(server.curve('test/bleu').length).toBe(2);
    expect(server.reports.flatMap(({ samples }) => samples)).toHaveLength(6);
    expect(server.reports.filter(({ facts }) => facts)).toHaveLength(1);
    expect(server.reports.map(({ sequence }) => sequence)).toEqual(server.reports.map((_, i) => i + 1));
    expect(server.reports.findLast(({ progress }) => progress)?.progress).toMatchObject({ epoch: 2 });
    expect(server.problems).toEqual([]);
    await worker.stop();
    expect(await readdir(join(home, 'spools'))).toEqual([]);
    expect(worker.runningTrainers()).toEqual([]);
  });

  it('gives the same curve for the same seed, and downloads a corpus once', async () => {
    const server = await startProtocolServer();
    startWorker({ serverUrl: server.url, home: await temporaryHome() });
    for (const count of [1, 2]) {
      server.enqueue(leaseOf(server));
      await server.until(() => server.finishes.length === count);
      // The second run has the same sequence numbers: keep it apart.
      server.currentAttempt++;
    }
    const curveOf = (attempt: number) =>
      server.reports
        .filter((report) => report.attempt === attempt)
        .flatMap(({ points }) => points.filter(({ metric }) => metric === 'train/runningLoss'))
        .flatMap(({ steps, values }) => steps.map((step, i) => [step, values[i]]));
    expect(curveOf(1).length).toBeGreaterThan(10);
    expect(curveOf(2)).toEqual(curveOf(1));
    expect(server.downloads).toBe(1);
  });

  it.each([
    ['all cores where it trains alone', 1, availableParallelism()],
    ['one core where every core has a trainer', availableParallelism(), 1],
  ])('gives a run %s, and the run records it', async (_what, trainersOnMachine, expected) => {
    const server = await startProtocolServer();
    startWorker({ serverUrl: server.url, home: await temporaryHome(), threads: 'auto' });
    server.enqueue({ ...leaseOf(server), trainersOnMachine });
    await server.until(() => server.finishes.length === 1);
    expect(server.registered).toMatchObject([{ threads: availableParallelism() }]);
    const [facts] = server.reports.flatMap((report) => report.facts ?? []);
    expect(facts?.environment).toMatchObject({
      threads: String(expected),
      engine: 'onnx-cpu',
      device: 'test device',
    });
  });

  it('hands a run back, and says why it ends, where there is no room for its reports', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    // As good as a full disk: no file can be made in it.
    await writeFile(join(home, 'spools'), '');
    server.enqueue(leaseOf(server));
    const worker = startWorker({ serverUrl: server.url, home });
    await expect(worker.ended).rejects.toThrow(/Keeping reports in .*spools failed .*free some space/);
    expect(server.finishes).toMatchObject([{ runId: 'run-1', outcome: 'released' }]);
  });

  it('kills its trainer when its attempt is stale, and goes on to the next run', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home });
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    expect(worker.runningTrainers()).toHaveLength(1);
    server.currentAttempt = 2;
    server.enqueue(leaseOf(server));
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([{ attempt: 2, outcome: 'finished' }]);
    expect(worker.lines.join('\n')).toContain('attempt 1 no longer holds the lease');
    expect(worker.runningTrainers()).toEqual([]);
    await worker.stop();
    expect(await readdir(join(home, 'spools'))).toEqual([]);
  });

  it('fails the attempt with a reason when its trainer is killed', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    for (const pid of worker.runningTrainers()) process.kill(pid, 'SIGKILL');
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([
      { outcome: 'failed', error: { message: expect.stringMatching(/ended by SIGKILL after step \d+/) } },
    ]);
  });

  it('loses nothing while the server is down', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.enqueue(
      leaseOf(server, { epochs: 200, evaluationsPerEpoch: 1, evaluationPairs: 8, bleuSentences: 2 }),
    );
    await server.until(() => server.curve('train/runningLoss').length > 0);
    const before = server.curve('train/runningLoss').length;
    await server.down();
    await expect.poll(() => worker.lines.some((line) => line.includes('Reports are kept'))).toBe(true);
    // The run trains on, to its end.
    await expect.poll(worker.runningTrainers, { timeout: 60_000 }).toEqual([]);
    await server.up();
    await server.until(() => server.finishes.length === 1);

    expect(server.finishes).toMatchObject([{ outcome: 'finished' }]);
    const steps = server.curve('train/runningLoss').map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(before);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect(server.curve('test/loss')).toHaveLength(201);
    expect(server.reports.map(({ sequence }) => sequence)).toEqual(server.reports.map((_, i) => i + 1));
    expect(worker.lines.filter((line) => line.includes('does not answer'))).toHaveLength(1);
  });

  it('ends the run early, as stopped, on the command stop', async () => {
    const server = await startProtocolServer();
    startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.command = 'stop';
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([{ outcome: 'stopped' }]);
    expect(server.reports.flatMap(({ logs }) => logs).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Stopped early/),
    );
  });

  it('kills its trainer on the command cancel', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    server.command = 'cancel';
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([{ outcome: 'cancelled' }]);
    expect(worker.runningTrainers()).toEqual([]);
  });

  it('hands its run back when it is told to end', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.enqueue(leaseOf(server, endless));
    await server.until(() => server.curve('train/runningLoss').length > 0);
    await worker.stop();
    expect(server.finishes).toMatchObject([{ outcome: 'released' }]);
    expect(worker.runningTrainers()).toEqual([]);
  });

  it('sends what a worker that died left behind, and hands its run back', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const owner = { runId: 'run-9', attempt: 1, leaseToken: 'lease-9' };
    const spool = await Spool.create(join(home, 'spools'), owner);
    const points = [{ metric: 'train/loss', steps: [3], values: [Number.NaN], timesMs: [1] }];
    spool.append({
      kind: 'report',
      body: { ...reportSchema.parse({ attempt: 1, leaseToken: 'lease-9', sequence: 4 }), points },
    });
    spool.close();
    const worker = startWorker({ serverUrl: server.url, home });
    await server.until(() => server.finishes.length === 1);
    expect(server.reports).toMatchObject([{ sequence: 4, points }]);
    expect(server.finishes).toEqual([
      { runId: 'run-9', attempt: 1, leaseToken: 'lease-9', outcome: 'released' },
    ]);
    await worker.stop();
    expect(await readdir(join(home, 'spools'))).toEqual([]);
  });

  it('fails the attempt where the corpus it downloads is not the one of the run', async () => {
    const server = await startProtocolServer();
    startWorker({ serverUrl: server.url, home: await temporaryHome() });
    server.damageCorpus();
    server.enqueue(leaseOf(server));
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([
      {
        outcome: 'failed',
        error: { code: 'checksum_mismatch', message: expect.stringContaining('SHA-256') },
      },
    ]);
  });
});

describe('a worker that cannot begin', () => {
  it('says in one sentence that it has no token', async () => {
    const worker = startWorker({ serverUrl: 'http://127.0.0.1:1', home: await temporaryHome(), token: '' });
    await expect(worker.ended).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('HELDOUT_WORKER_TOKEN'),
    });
  });

  it('passes on that its token is wrong', async () => {
    const server = await startProtocolServer();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome(), token: 'wrong' });
    await expect(worker.ended).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('the worker token is wrong'),
    });
  });

  it('waits for a server that is not there, and says so once', async () => {
    const server = await startProtocolServer();
    await server.down();
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome() });
    await expect.poll(() => worker.lines).toHaveLength(1);
    expect(worker.lines[0]).toMatch(/does not answer POST \/workers\/register: ECONNREFUSED/);
    await server.up();
    await server.until(() => server.registered.length === 1);
    expect(worker.lines).toHaveLength(1);
  });
});
