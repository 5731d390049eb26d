import { describe, expect, it } from 'vitest';
import type { DeviceShareSettings } from '@/workers/deviceShare';
import { superviseWorkers } from '@/workers/supervisor';
import { cleanUpLater, endless, leaseOf, startProtocolServer, startWorker, temporaryHome } from './harness';
import { openTiny, trainingOf } from './offline/folder';
import type { ProtocolServer } from './protocolServer';

const gib = 2 ** 30;
/** A run of a tiny model is estimated at about 0.7 GiB, most of it the driver's: one of them fits, two do not. */
const roomForOne: DeviceShareSettings = {
  memoryBytes: gib,
  limits: null,
  replicas: null,
  why: 'As many as fit.',
};

/** As one `heldout worker --workers 1` of two on one machine. */
function supervise(server: ProtocolServer, home: string, name: string) {
  const lines: string[] = [];
  const supervisor = superviseWorkers({
    count: 1,
    threads: 1,
    engine: 'onnx-cpu',
    device: 'a small GPU',
    share: roomForOne,
    name,
    serverUrl: server.url,
    token: server.token,
    home,
    onLog: (line) => lines.push(line),
  });
  cleanUpLater(() => supervisor.stop());
  return lines;
}

/** The stand-in keeps one report a number and attempt: runs that are under way together have attempts of their own. */
const leases = (server: ProtocolServer) => ({
  first: leaseOf(server, endless),
  second: { ...leaseOf(server), runId: 'run-2', attempt: 2 },
});

const stepsOf = (server: ProtocolServer, attempt: number) =>
  server.reports.filter((report) => report.attempt === attempt && report.points.length > 0);

describe('workers that share a device', () => {
  it('train one after the other where two do not fit, though two supervisors started them, and outlive a kill', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const workers = ['one', 'two'].map((name) => ({ name, lines: supervise(server, home, name) }));
    // Both have asked before there is anything: both get a run.
    await server.until(() => server.leaseRequests.length === 2);
    const { first, second } = leases(server);
    server.enqueue(first);
    await server.until(() => stepsOf(server, 1).length > 0);
    const holder = workers.find(({ lines }) => lines.join('\n').includes('Run run-1'));
    const waiting = workers.find((worker) => worker !== holder);
    expect(holder?.lines.join('\n')).toMatch(
      /Has a small GPU to itself so far; about 0\.\d GiB of its 1\.0 GiB are kept/,
    );

    server.enqueue(second);
    const waits =
      /Waits for room on a small GPU: it needs about 0\.\d GiB; 1 run holds 0\.\d GiB, of 0\.9 GiB/;
    await expect.poll(() => waiting?.lines.join('\n'), { timeout: 60_000 }).toMatch(waits);
    expect(stepsOf(server, 2)).toEqual([]);

    process.kill(server.registered.find(({ name }) => name === holder?.name)?.pid ?? 0, 'SIGKILL');
    await server.until(() => server.finishes.some(({ runId }) => runId === 'run-2'));
    expect(server.finishes.find(({ runId }) => runId === 'run-2')).toMatchObject({ outcome: 'finished' });
    const logged = server.reports.flatMap(({ attempt, logs }) =>
      attempt === 2 ? logs.map(({ text }) => text) : [],
    );
    expect(logged).toContainEqual(expect.stringMatching(waits));
    expect(logged).toContainEqual(expect.stringContaining('Has a small GPU to itself'));
  });

  it('fail a run that does not fit even alone, with the numbers', async () => {
    const server = await startProtocolServer();
    server.enqueue(leaseOf(server));
    const share = { ...roomForOne, memoryBytes: 0.5 * gib };
    const worker = startWorker({ serverUrl: server.url, home: await temporaryHome(), share });
    await server.until(() => server.finishes.length === 1);
    expect(server.finishes).toMatchObject([
      {
        outcome: 'failed',
        error: { code: 'invalid_config', message: expect.stringMatching(/about 0\.\d GiB .* has 0\.5 GiB/) },
      },
    ]);
    expect(worker.runningTrainers()).toEqual([]);
  });

  it('hand a run back at once that still waits for room', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const device = 'a small GPU';
    const workers = ['one', 'two'].map((name) =>
      startWorker({ serverUrl: server.url, home, share: roomForOne, name, device }),
    );
    await server.until(() => server.leaseRequests.length === 2);
    const { first, second } = leases(server);
    server.enqueue(first);
    server.enqueue({ ...second, config: first.config });
    const waiting = () => workers.find(({ lines }) => lines.join('\n').includes('Waits for room'));
    await expect.poll(waiting, { timeout: 60_000 }).toBeDefined();
    await waiting()?.stop();
    expect(server.finishes).toMatchObject([{ outcome: 'released' }]);
    // It had trained nothing that a checkpoint could hold.
    const handedBack = server.finishes[0]?.attempt ?? 0;
    expect(stepsOf(server, handedBack)).toEqual([]);
    expect(waiting()?.runningTrainers()).toEqual([]);
  });

  it('train one after the other without a server too', async () => {
    const lines: string[] = [];
    const sweep = await openTiny(await temporaryHome());
    const training = trainingOf(sweep, {
      workers: 2,
      device: 'a small GPU',
      share: roomForOne,
      log: (line) => lines.push(line),
    });
    await training.train();
    const standings = training.queue.runs.map((each) => training.queue.standing(each));
    expect(standings).toEqual([1, 2].map(() => ({ kind: 'over', state: 'finished' })));
    const told = lines.join('\n');
    expect(told.match(/Has a small GPU to itself/g)).toHaveLength(2);
    expect(told).not.toContain('Shares a small GPU');
  });
});
