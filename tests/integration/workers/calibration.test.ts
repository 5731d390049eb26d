import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureCalibration } from '@/workers/calibration';
import { endless, leaseOf, startProtocolServer, startWorker, temporaryHome } from './harness';

/** The two smallest models, as soon as there is nothing to do. */
const atOnce = { idleMs: 0, models: 2 };

describe('a calibration', () => {
  it('times training steps and translations of the models it is asked for', async () => {
    const measured = await measureCalibration('onnx-cpu', { models: 2 });
    if (!measured.ok) throw new Error(measured.reason);
    const { steps, tokens, graphMs, cores, engine, threads } = measured.value;
    expect({ engine, threads }).toEqual({ engine: 'onnx-cpu', threads: 1 });
    expect(cores).toBeGreaterThan(0);
    expect(graphMs).toBeGreaterThan(0);
    for (const timed of [steps, tokens]) {
      expect(timed).toHaveLength(2);
      expect(timed[1]?.flops).toBeGreaterThan(2 * (timed[0]?.flops ?? Number.NaN));
      for (const { milliseconds } of timed) {
        expect(milliseconds.low).toBeGreaterThan(0);
        expect(milliseconds.median).toBeGreaterThanOrEqual(milliseconds.low);
        expect(milliseconds.high).toBeGreaterThanOrEqual(milliseconds.median);
      }
    }
  });

  it('says why there is none where its process is ended', async () => {
    const ended = AbortSignal.abort();
    expect(await measureCalibration('onnx-cpu', { signal: ended })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('SIGKILL'),
    });
  });
});

describe('a worker without a run', () => {
  it('is calibrated, tells the server, and keeps it for its next start', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    const worker = startWorker({ serverUrl: server.url, home, calibration: atOnce });
    await server.until(() => server.registered.length === 2);
    const [first, second] = server.registered;
    expect(first?.calibration).toBeUndefined();
    expect(second).toMatchObject({ name: 'test worker', calibration: { engine: 'onnx-cpu', threads: 1 } });
    await worker.stop();

    startWorker({ serverUrl: server.url, home, calibration: atOnce });
    await server.until(() => server.registered.length === 3);
    expect(server.registered[2]?.calibration).toEqual(second?.calibration);
  });

  it('is calibrated anew where what was kept is damaged', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    await startWorkerOnce(server.url, home, () => server.until(() => server.registered.length === 2));
    const path = join(home, 'cache', 'calibration.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    startWorker({ serverUrl: server.url, home, calibration: atOnce });
    await server.until(() => server.registered.length === 4);
    expect(server.registered[2]?.calibration).toBeUndefined();
    expect(server.registered[3]?.calibration).toBeDefined();
  });

  it('gives the measurement up for a run', async () => {
    const server = await startProtocolServer();
    const home = await temporaryHome();
    server.enqueue(leaseOf(server, endless));
    startWorker({ serverUrl: server.url, home, calibration: atOnce });
    await server.until(() => server.reports.length > 3);
    expect(server.registered).toHaveLength(1);
  });
});

async function startWorkerOnce(serverUrl: string, home: string, until: () => Promise<unknown>) {
  const worker = startWorker({ serverUrl, home, calibration: atOnce });
  await until();
  await worker.stop();
}
