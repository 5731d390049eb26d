import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readTokens } from '@/workers/cli/home';
import { openSweep } from '@/workers/offline/sweepFolder';
import { programRoot } from '@/workers/ownProcess';
import { bundleWorker, type WorkerBundle } from '@/workers/portable/bundle';
import { compileWorker } from '@/workers/portable/compile';
import { differences, recordedSweep } from '../../../faults/recordedSweep';
import { FaultServer } from '../../../faults/serverControl';
import { heldout } from '../../../heldoutProgram';
import { startWorker, temporaryHome } from '../harness';
import { tinySpec, writeCorpus } from '../offline/folder';
import { makeEmptyRoot } from './emptyRoot';

const mebibyte = 2 ** 20;
const isHere = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!isHere)('the portable worker (needs linux-x64)', () => {
  let bundle: WorkerBundle;
  const root = makeEmptyRoot();
  const skipReason = typeof root === 'string' ? `: skipped, ${root}` : '';
  beforeAll(async () => {
    bundle = await bundleWorker();
  });
  afterAll(() => {
    if (typeof root !== 'string') root.remove();
  });

  it('is one archive of at most 60 MiB with the licences of all that is in it', () => {
    expect(bundle.archive.length).toBeLessThanOrEqual(60 * mebibyte);
    const names = Object.keys(bundle.manifest.files);
    expect(names).toEqual(
      expect.arrayContaining(['heldout-worker', 'bin/node', 'lib/worker.mjs', 'LICENCES.txt']),
    );
    expect(names.filter((name) => /better.sqlite|next|react|darwin|win32|musl|cuda/.test(name))).toEqual([]);
    expect(bundle.manifest.versions).toMatchObject({ node: process.versions.node });
  });

  it('compiles to the same bytes each time, and to none that name this machine', async () => {
    const [first, second] = [await compileWorker(programRoot), await compileWorker(programRoot)];
    expect(Buffer.from(first.code).equals(second.code)).toBe(true);
    expect(Buffer.from(first.code).includes(programRoot)).toBe(false);
  });

  it.skipIf(typeof root === 'string')(
    `trains a sweep in an empty root without a network, and it imports as one that was trained here${skipReason}`,
    async () => {
      if (typeof root === 'string') return;
      unpack(bundle, root.folder);
      const worker = '/heldout-worker/heldout-worker';
      expect(await root.run(worker, ['verify'])).toMatchObject({ code: 0 });
      await writeCorpus(join(root.folder, 'small.tsv'));
      writeFileSync(join(root.folder, 'spec.yaml'), stringify(tinySpec));
      const args = ['--corpus', '/small.tsv', '--out', '/out', '--workers', '2', '--threads', '1'];
      const { code, output } = await root.run(worker, ['run', '/spec.yaml', ...args]);
      expect({ code, output }).toMatchObject({
        code: 0,
        output: expect.stringContaining('2 of 2 runs are over'),
      });

      const server = await FaultServer.start({ home: await temporaryHome() });
      const { sweep: local } = await server.client.createSweep(tinySpec);
      const folder = join(root.folder, 'out');
      const token = readTokens(server.home)?.admin ?? '';
      const env = { HELDOUT_URL: server.url, HELDOUT_TOKEN: token };
      expect(await heldout(['sweep', 'import', folder], env)).toMatchObject({ code: 0 });
      const here = startWorker({
        serverUrl: server.url,
        token: server.workerToken,
        home: await temporaryHome(),
      });
      await expect
        .poll(async () => (await server.client.getSweep(local.id)).sweep.state, { timeout: 90_000 })
        .toBe('finished');
      await here.stop();
      await server.stop();
      const imported = recordedSweep(server.home, openSweep(folder).sweep.id);
      // Without /proc no process learns how much memory it has.
      const isOfProc = (line: string) => line.includes('system/rssBytes');
      const others = differences(imported, recordedSweep(server.home, local.id));
      expect(others.filter((line) => !isOfProc(line))).toEqual([]);
    },
  );

  it.skipIf(typeof root === 'string')(
    `trains on an engine that is sent masks, which a thread of its own draws${skipReason}`,
    async () => {
      if (typeof root === 'string') return;
      const { code, output } = await root.run('/heldout-worker/heldout-worker', ['engines', '--json']);
      expect(code).toBe(0);
      const { engines } = enginesSchema.parse(JSON.parse(output));
      expect(engines).toContainEqual({ id: 'tfjs-cpu', usable: true });
    },
  );

  it('trains for a server, with its own Node and nothing on the PATH', async () => {
    const home = await temporaryHome();
    unpack(bundle, home);
    const server = await FaultServer.start({ home: await temporaryHome() });
    const { sweep } = await server.client.createSweep({ ...tinySpec, factors: { heads: [1] } });
    const args = ['--url', server.url, '--workers', '1', '--engine', 'onnx-cpu', '--name', 'portable'];
    const worker = spawn(join(home, 'heldout-worker', 'heldout-worker'), args, {
      cwd: home,
      stdio: 'ignore',
      env: { NODE_ENV: 'production', PATH: '/nonexistent', HELDOUT_WORKER_TOKEN: server.workerToken },
    });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    try {
      await expect
        .poll(async () => (await server.client.getSweep(sweep.id)).runs.map(({ state }) => state), {
          timeout: 90_000,
        })
        .toEqual(['finished']);
      const [run] = (await server.client.getSweep(sweep.id)).runs;
      expect(run?.workerName).toBe('portable');
    } finally {
      worker.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });

  it.skipIf(typeof root === 'string')(`says what is wrong with what it was given${skipReason}`, async () => {
    if (typeof root === 'string') return;
    const worker = '/heldout-worker/heldout-worker';
    const noCorpus = await root.run(worker, [
      'run',
      '/spec.yaml',
      '--corpus',
      '/none.tsv',
      '--out',
      '/other',
    ]);
    expect(noCorpus).toMatchObject({ code: 2, output: expect.stringContaining('/none.tsv (ENOENT)') });
    const noServer = await root.run(worker, ['--url', 'not an address', '--token', 'x', '--workers', '1']);
    expect(noServer).toMatchObject({ code: 1, output: expect.stringContaining('is not an address') });
    const library = join(root.folder, 'heldout-worker', 'lib', 'worker.mjs');
    const bytes = readFileSync(library);
    // In the blank lines that end it, so that it still runs.
    writeFileSync(library, Buffer.concat([bytes, Buffer.from('\n')]));
    const damaged = await root.run(worker, ['verify']);
    expect(damaged).toMatchObject({
      code: 1,
      output: expect.stringContaining('lib/worker.mjs is not as it was bundled'),
    });
  });
});

const enginesSchema = z.object({
  engines: z.array(z.object({ id: z.string(), usable: z.boolean() })),
});

function unpack({ archive }: WorkerBundle, folder: string): void {
  const { status, stderr } = spawnSync('tar', ['xzf', '-', '-C', folder], { input: archive });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
}
