import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineIds } from '@/lib/engine/types';
import { heldout, type RunningHeldout, startHeldout, temporaryHome } from '@/tests/heldoutProgram';

const engineReport = z.strictObject({
  id: z.string(),
  usable: z.boolean(),
  reason: z.string().nullable(),
  device: z.string().nullable(),
  memoryBytes: z.number().nullable(),
  matmulGflops: z.number().nullable(),
  software: z.boolean(),
});

const { home, remove } = temporaryHome();
const env = { HELDOUT_HOME: home };
afterAll(remove);

function file(name: string, content: string | Uint8Array): string {
  const folder = join(home, 'files');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const spec = (factors: string, rest = '') => `name: test\ncorpus: phrasebook\nfactors: ${factors}\n${rest}`;

describe('heldout without a server', () => {
  it.each([
    [['--help']],
    [['start', '--help']],
    [['quickstart', '--help']],
    [['worker', '--help']],
    [['sweep', 'run', '--help']],
    [['sweep', 'expand', '--help']],
    [['sweep', 'list', '--help']],
    [['sweep', 'export', '--help']],
    [['corpus', 'import', '--help']],
    [['corpus', 'list', '--help']],
    [['corpus', 'download', '--help']],
    [['corpus', 'show', '--help']],
    [['backup', '--help']],
    [['doctor', '--help']],
    [['engine', 'check', '--help']],
  ])('explains itself: heldout %j', async (args) => {
    const { code, stdout } = await heldout(args, env);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: heldout');
  });

  it('refuses an unknown command and an option out of range with exit code 2', async () => {
    expect(await heldout(['swep'], env)).toMatchObject({ code: 2, stderr: expect.stringContaining('swep') });
    const port = await heldout(['start', '--port', '99999'], env);
    expect(port).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 65535') });
  });

  it('expands a sweep file as JSON', async () => {
    const path = file('two.yaml', spec('{positions: [learned, sinusoidal]}', 'seeds: [1, 2]'));
    const { code, stdout } = await heldout(['sweep', 'expand', path, '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runCount: 4, variants: [{ index: 0 }, { index: 1 }] });
  });

  it.each([
    ['heads that do not divide', spec('{heads: [3]}'), 'heads 3 does not divide d_model 256'],
    ['an empty factor', spec('{heads: []}'), 'factor heads has no levels'],
    [
      '10,000 cells',
      spec(
        `{${['encoderLayers', 'decoderLayers', 'epochs', 'warmupSteps'].map((key) => `${key}: [1,2,3,4,5,6,7,8,9,10]`)}}`,
      ),
      '10000 cells, more than 4096',
    ],
    ['no YAML', 'name: [', 'not YAML or JSON'],
  ])('refuses %s in one sentence with exit code 2', async (_what, text, message) => {
    const { code, stdout, stderr } = await heldout(['sweep', 'expand', file('bad.yaml', text)], env);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('names a sweep file that is not there', async () => {
    const { code, stderr } = await heldout(['sweep', 'expand', 'absent.yaml'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read the sweep file absent.yaml (ENOENT)');
  });

  it('says how to start the server where there is none, with exit code 3', async () => {
    const { code, stderr } = await heldout(['sweep', 'list'], env);
    expect(code).toBe(3);
    expect(stderr).toContain('npm run -s heldout -- start');
  });

  it('refuses a data directory that cannot be written, and names it', async () => {
    const path = join(file('a-file', ''), 'home');
    const { code, stderr } = await heldout(['start'], { HELDOUT_HOME: path });
    expect(code).toBe(1);
    expect(stderr).toContain(`the data directory ${path} cannot be written (ENOTDIR): set HELDOUT_HOME`);
  });

  it('refuses a port in use and offers the next', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, stderr } = await heldout(['start', '--port', String(port)], env);
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is in use`);
  });

  it('refuses to listen beyond loopback without a list of hosts', async () => {
    const { code, stderr } = await heldout(['start', '--host', '0.0.0.0'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('--allowed-host');
  });

  it('is not blocked by what a server that was killed left, not even where another now has its address', async () => {
    const [stale, other] = [temporaryHome(), temporaryHome()];
    const running = await startHeldout({ home: other.home, workers: 0 });
    writeFileSync(
      join(stale.home, 'server.json'),
      JSON.stringify({ url: running.url, pid: 1, instance: 'gone' }),
    );
    const server = await startHeldout({ home: stale.home, workers: 0 });
    await Promise.all([server.stop(), running.stop()]);
    stale.remove();
    other.remove();
  });

  it('leaves no server behind where its process is killed', async () => {
    const { home, remove } = temporaryHome();
    const { url, kill } = await startHeldout({ home, workers: 0 });
    await kill();
    const isGone = () =>
      fetch(url).then(
        () => false,
        () => true,
      );
    await expect.poll(isGone, { timeout: 10_000 }).toBe(true);
    remove();
  });

  it('refuses a worker without a token', async () => {
    const { code, stderr } = await heldout(['worker', '--server', 'http://127.0.0.1:9'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('HELDOUT_WORKER_TOKEN');
  });

  it('doctor says what works here and what each engine can do, as JSON', async () => {
    const { code, stdout } = await heldout(['doctor', '--json'], env);
    expect(code).toBe(0);
    const { checks, engines } = z
      .object({ checks: z.array(z.looseObject({ name: z.string() })), engines: z.array(engineReport) })
      .parse(JSON.parse(stdout));
    expect(checks).toContainEqual(expect.objectContaining({ name: 'onnx-cpu', ok: true }));
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'database',
        ok: null,
        detail: expect.stringContaining('not checked: no Heldout server runs'),
      }),
    );
    expect(engines.map(({ id }) => id)).toEqual(engineIds);
    for (const { usable, reason, matmulGflops } of engines) {
      expect(reason === null).toBe(usable);
      expect(matmulGflops !== null).toBe(usable);
    }
  });
});

describe('heldout with a server', () => {
  let server: RunningHeldout;
  beforeAll(async () => {
    server = await startHeldout({ home, workers: 0 });
  });
  afterAll(async () => {
    const end = await server.stop();
    expect(end.code).toBe(0);
  });

  it('refuses a second server for the same data directory', async () => {
    const { code, stderr } = await heldout(['start'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('already serves');
  });

  it('lists the embedded corpora and says which one is generated', async () => {
    const { code, stdout } = await heldout(['corpus', 'list', '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ slug: 'phrasebook', generated: true }),
      expect.objectContaining({ slug: 'compiler-messages', generated: false, licence: 'Apache-2.0' }),
    ]);
  });

  it('imports sentence pairs with a BOM, CRLF and blank lines, and counts what it left out', async () => {
    const text = '\uFEFFHello.\t你好。\tme\r\n\r\nBye.\t再见。\r\nHello.\t你好。\r\n';
    const { code, stdout } = await heldout(['corpus', 'import', file('mine.tsv', text), '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      slug: 'mine',
      pairCount: 2,
      distinctSources: 2,
      generated: false,
    });
  });

  it.each([
    ['missing columns', 'Hello.\t你好。\nBye.\n', 'line 2'],
    ['a wrong encoding', new Uint8Array([0x48, 0x69, 0x09, 0xff, 0xfe, 0xff, 0xfe, 0x0a]), 'UTF-8'],
    ['40 MB of one line', new Uint8Array(40 * 1024 * 1024).fill(0x61), 'line 1'],
    ['nothing', '', 'no sentence pair'],
  ])('refuses a corpus file with %s, and keeps nothing of it', async (_what, content, message) => {
    const { code, stderr } = await heldout(['corpus', 'import', file('bad.tsv', content)], env);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    const list = await heldout(['corpus', 'list', '--json'], env);
    expect(list.stdout).not.toContain('"bad"');
  });

  it('launches, lists, cancels and exports a sweep', async () => {
    const path = file('two.yaml', spec('{positions: [learned, sinusoidal]}', 'seeds: [1, 2]'));
    const launched = await heldout(['sweep', 'run', path], env);
    expect(launched.code).toBe(0);
    const id = launched.stdout.trim();
    const list = await heldout(['sweep', 'list', '--json'], env);
    expect(JSON.parse(list.stdout)).toEqual([
      expect.objectContaining({ id, state: 'queued', variantCount: 2 }),
    ]);
    expect((await heldout(['sweep', 'cancel', id], env)).code).toBe(0);
    const csv = await heldout(['sweep', 'export', id, '--format', 'csv'], env);
    expect(csv.code).toBe(0);
    expect(csv.stdout.trim().split(/\r?\n/)).toHaveLength(5);
    const json = await heldout(['sweep', 'export', id, '--format', 'json'], env);
    expect(JSON.parse(json.stdout)).toBeTruthy();
  });

  it('refuses a sweep on a corpus that is not there, and a sweep id that is not there', async () => {
    const path = file('nowhere.yaml', 'name: a\ncorpus: nowhere\n');
    const run = await heldout(['sweep', 'run', path], env);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere') });
    const exported = await heldout(['sweep', 'export', 'absent'], env);
    expect(exported).toMatchObject({ code: 2, stderr: expect.stringContaining('absent') });
  });
});
