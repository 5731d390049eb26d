import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeasedRun } from '@/lib/domain/protocol';
import { readTokens } from '@/workers/cli/home';
import { attemptFolder } from '@/workers/offline/attemptFolder';
import { bringAttempts } from '@/workers/offline/bringAttempts';
import { openSweep, runFolder, type SweepFolder } from '@/workers/offline/sweepFolder';
import { trainedAttempts } from '@/workers/offline/trainedAttempts';
import { differences, recordedSweep } from '../../../faults/recordedSweep';
import { FaultServer } from '../../../faults/serverControl';
import { heldout, temporaryHome as plainHome } from '../../../heldoutProgram';
import { startWorker, temporaryHome } from '../harness';
import { openTiny, tinySpec, trainingOf } from './folder';

/** A sweep that was trained without a server, once for all tests, which copy it. */
const shared = plainHome();
let trained: SweepFolder;
beforeAll(async () => {
  trained = await openTiny(shared.home);
  await trainingOf(trained).train();
});
afterAll(shared.remove);

async function copyOfTrained(): Promise<SweepFolder> {
  const folder = join(await temporaryHome(), 'copy');
  cpSync(trained.folder, folder, { recursive: true });
  return { ...trained, folder, corpusPath: join(folder, 'corpus.jsonl') };
}

/** The command as a person gives it, on another machine than the server's. */
function importInto(server: FaultServer, folder: string) {
  const token = readTokens(server.home)?.admin ?? '';
  return heldout(['sweep', 'import', folder], { HELDOUT_URL: server.url, HELDOUT_TOKEN: token });
}

/** The parameters of a model file: what is after its header, which names the run. */
function tensorsOf(file: Buffer): Buffer {
  return file.subarray(8 + Number(file.readBigUInt64LE(0)));
}

/** A worker of the server's, which asks for a run once a call. */
async function leasing(server: FaultServer): Promise<() => Promise<LeasedRun | null>> {
  const { signal } = new AbortController();
  const machine = { hostname: 'machine', pid: 1, engine: 'onnx-cpu', device: 'd', threads: 1, version: '0' };
  const workerId = await server.protocol.register({ name: 'worker', ...machine }, signal);
  return () => server.protocol.lease({ workerId, waitMs: 0 }, signal);
}

async function modelsOf(server: FaultServer, sweepId: string): Promise<Buffer[]> {
  const { runs } = await server.client.getSweep(sweepId);
  const sorted = [...runs].sort((a, b) => a.variantIndex - b.variantIndex);
  return Promise.all(
    sorted.map(async ({ id }) => {
      const { response } = await server.client.downloadModel(id);
      return tensorsOf(Buffer.from(await response.arrayBuffer()));
    }),
  );
}

describe('a sweep that was trained without a server', () => {
  it('is in a dashboard what a worker of the dashboard would have trained, and comes in once', async () => {
    const home = await temporaryHome();
    const server = await FaultServer.start({ home: await temporaryHome() });
    const { sweep: local } = await server.client.createSweep(tinySpec);
    const first = await importInto(server, trained.folder);
    expect(first).toMatchObject({ code: 0, stdout: `${trained.sweep.id}\n` });
    expect(first.stderr).toMatch(/^Brought 2 attempts: \d+ reports, 2 models; corpus phrasebook\./);
    const before = await server.client.getSweep(trained.sweep.id);
    expect(before.sweep).toMatchObject({ state: 'finished', paused: false });

    const again = await importInto(server, trained.folder);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toMatch(/^Nothing new/);
    expect(await server.client.getSweep(trained.sweep.id)).toEqual(before);

    const worker = startWorker({ serverUrl: server.url, token: server.workerToken, home });
    await expect
      .poll(async () => (await server.client.getSweep(local.id)).sweep.state, { timeout: 90_000 })
      .toBe('finished');
    await worker.stop();
    expect(await modelsOf(server, trained.sweep.id)).toEqual(await modelsOf(server, local.id));
    await server.stop();
    const [imported, expected] = [trained.sweep.id, local.id].map((id) => recordedSweep(server.home, id));
    expect(differences(imported ?? new Map(), expected ?? new Map())).toEqual([]);
  });

  it('brings its corpus where the dashboard has none of its sentences', async () => {
    const server = await FaultServer.start({ home: await temporaryHome() });
    const other = [{ source: 'A dog.', target: '狗。' }];
    const pairs = Array.from({ length: 40 }, (_, index) => ({
      source: `Number ${index}.`,
      target: `号${index}。`,
    }));
    const sweep = await openTiny(await temporaryHome(), tinySpec, [...pairs, ...other]);
    const { code, stderr } = await importInto(server, sweep.folder);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2 runs are not over'),
    });
    const { corpora } = await server.client.listCorpora();
    expect(corpora.map(({ fingerprint }) => fingerprint)).toContain(sweep.sweep.corpus.fingerprint);
    // Nobody trains what is about to be brought in.
    expect((await server.client.getSweep(sweep.sweep.id)).sweep.paused).toBe(true);
  });

  it('goes on where an import broke off', async () => {
    const server = await FaultServer.start({ home: await temporaryHome(), leaseTtlMs: 3000 });
    const { client } = server;
    const breaking = {
      ...client,
      endAttempt: () => Promise.reject(new Error('the importer is killed')),
    };
    const { id, createdAtMs, spec, corpus, variants, runs } = trained.sweep;
    const request = { id, createdAtMs, spec, corpusFingerprint: corpus.fingerprint, variants, runs };
    const [run] = runs;
    if (!run) throw new Error('the sweep has no run');
    const known = { id: run.id, attempt: 0, outcome: null, isImported: true, lastSequence: 0 };
    await client.importSweep(request);
    await expect(bringAttempts(breaking, known, trainedAttempts(trained, run))).rejects.toThrow('killed');
    // Its lease runs out, and the run is nobody's: a paused sweep's is leased to no worker.
    const lease = await leasing(server);
    await expect
      .poll(async () => {
        expect(await lease()).toBeNull();
        return (await client.getSweep(id)).runs.find((each) => each.id === run.id)?.state;
      })
      .toBe('queued');
    expect(await importInto(server, trained.folder)).toMatchObject({ code: 0 });
    const after = await client.getSweep(id);
    expect(after.runs.map(({ state, attempt }) => ({ state, attempt }))).toEqual(
      runs.map(() => ({ state: 'finished', attempt: 1 })),
    );
  });

  it('comes in while it is trained, and again with what has come since, as if at once', async () => {
    const [piecewise, whole] = [
      await FaultServer.start({ home: await temporaryHome() }),
      await FaultServer.start({ home: await temporaryHome() }),
    ];
    const sweep = await copyOfTrained();
    const place = placeOf(sweep, 'journal.jsonl');
    const journal = readFileSync(place, 'utf8').split('\n');
    rmSync(join(place, '..', 'SHA256SUMS'));
    for (const lines of [1, 3, journal.length - 2]) {
      // The last line is torn, as a copy of a journal that is being written may be.
      writeFileSync(place, `${journal.slice(0, lines).join('\n')}\n${journal[lines]?.slice(0, 50)}`);
      expect(await importInto(piecewise, sweep.folder)).toMatchObject({ code: 0 });
      const { runs } = await piecewise.client.getSweep(sweep.sweep.id);
      expect(runs.map(({ state, attempt }) => ({ state, attempt }))).toEqual([
        { state: 'queued', attempt: 1 },
        { state: 'finished', attempt: 1 },
      ]);
    }
    expect(await importInto(piecewise, trained.folder)).toMatchObject({ code: 0 });
    expect(await importInto(whole, trained.folder)).toMatchObject({ code: 0 });
    await piecewise.stop();
    await whole.stop();
    const [imported, expected] = [piecewise, whole].map(({ home }) => recordedSweep(home, trained.sweep.id));
    expect(differences(imported ?? new Map(), expected ?? new Map())).toEqual([]);
    expect([...(imported ?? [])].map(([, { attempts }]) => attempts.length)).toEqual([1, 1]);
  });

  it('leaves a run alone that a worker of the dashboard has had since, and brings what came since of others', async () => {
    const server = await FaultServer.start({ home: await temporaryHome() });
    const sweep = await copyOfTrained();
    for (const run of sweep.sweep.runs) rmSync(runFolder(sweep, run), { recursive: true });
    expect(await importInto(server, sweep.folder)).toMatchObject({ code: 0 });
    await server.client.resumeSweep(sweep.sweep.id);
    const leased = await (await leasing(server))();
    expect(leased).toMatchObject({ attempt: 1 });

    const { code, stderr } = await importInto(server, trained.folder);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has trained it since'),
    });
    const { runs } = await server.client.getSweep(sweep.sweep.id);
    expect(runs.map(({ id, state }) => ({ isLeased: id === leased?.runId, state }))).toEqual([
      { isLeased: true, state: 'running' },
      { isLeased: false, state: 'finished' },
    ]);
  });
});

describe('a folder in which a byte has changed', () => {
  const files = [
    'sweep.json',
    'corpus.jsonl',
    'spec.yaml',
    'SHA256SUMS',
    'journal.jsonl',
    'run.json',
    'model-best.safetensors',
  ];

  it.each(files)('is refused, naming %s', async (name) => {
    const sweep = await copyOfTrained();
    const path = placeOf(sweep, name);
    flipByte(path);
    expect(() => readAll(sweep.folder)).toThrow(new RegExp(`^${path} is not|^.*${path} has`));
  });

  it('is refused by the command before a server is asked', async () => {
    const sweep = await copyOfTrained();
    const path = placeOf(sweep, 'journal.jsonl');
    flipByte(path);
    const nowhere = { HELDOUT_URL: 'http://127.0.0.1:9', HELDOUT_TOKEN: 'none' };
    const { code, stderr } = await heldout(['sweep', 'import', sweep.folder], nowhere);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`${path} is not what was written there`),
    });
  });
});

/** Of the folder itself, or else of its first run's attempt. */
function placeOf(sweep: SweepFolder, name: string): string {
  const top = join(sweep.folder, name);
  const [run] = sweep.sweep.runs;
  if (existsSync(top) || !run) return top;
  return join(attemptFolder(runFolder(sweep, run), 1), name);
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function readAll(folder: string): void {
  const sweep = openSweep(folder);
  for (const run of sweep.sweep.runs) trainedAttempts(sweep, run);
}
