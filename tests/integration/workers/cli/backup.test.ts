import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServerContext } from '@/lib/server/context';
import { createSweep } from '@/lib/server/sweeps';
import { createRouteServer } from '@/tests/faults/routeServer';
import { heldout } from '@/tests/heldoutProgram';
import { openTestServer, smallSpec } from '../../lib/server/harness';

const folder = mkdtempSync(join(tmpdir(), 'heldout-backup-'));
let server: Server | undefined;
afterEach(() => {
  server?.close();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The environment of a command line whose server this process is. */
async function serve(): Promise<{ context: ServerContext; env: Record<string, string> }> {
  const { context } = openTestServer();
  const listening = await createRouteServer(() => undefined);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const env = {
    HELDOUT_HOME: join(folder, 'nobody'),
    HELDOUT_URL: `http://127.0.0.1:${port}`,
    HELDOUT_TOKEN: context.tokens.admin,
  };
  return { context, env };
}

const backupsIn = (context: ServerContext) => readdirSync(join(context.home, 'backups'));

describe('heldout backup', () => {
  it('puts a copy of the server’s database in place of an older file, readable by its owner alone', async () => {
    const { context, env } = await serve();
    await createSweep(smallSpec);
    const file = join(folder, 'monday.db');
    writeFileSync(file, 'last monday');
    const { code, stdout } = await heldout(['backup', file, '--json'], env);
    expect(code).toBe(0);
    const said = z
      .object({ file: z.string(), bytes: z.number(), sha256: z.string() })
      .parse(JSON.parse(stdout));
    expect(said).toMatchObject({ file, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const client = new BetterSqlite(file, { readonly: true });
    expect(client.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(4);
    client.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('monday'))).toEqual(['monday.db']);
    expect(backupsIn(context)).toEqual([]);
  });

  it('refuses to replace a database in use, and a folder', async () => {
    const { context, env } = await serve();
    const before = readFileSync(join(context.home, 'heldout.db'));
    const inUse = await heldout(['backup', join(context.home, 'heldout.db')], env);
    expect(inUse).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the name of a database in use'),
    });
    expect(readFileSync(join(context.home, 'heldout.db'))).toEqual(before);
    mkdirSync(join(folder, 'here'));
    const onFolder = await heldout(['backup', join(folder, 'here')], env);
    expect(onFolder).toMatchObject({ code: 2, stderr: expect.stringContaining('name a file in it') });
  });

  it('says why a file cannot be written, and how to go on without a server', async () => {
    const { env } = await serve();
    const absent = await heldout(['backup', join(folder, 'absent', 'x.db')], env);
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written (ENOENT)') });
    const alone = await heldout(['backup', join(folder, 'x.db')], { HELDOUT_HOME: folder });
    expect(alone).toMatchObject({ code: 3, stderr: expect.stringContaining('or copy') });
  });
});

describe('heldout doctor', () => {
  const doctor = z.object({ checks: z.array(z.object({ name: z.string(), ok: z.boolean().nullable() })) });

  it('has the server check what is stored, and fails where that is not sound', async () => {
    const { context, env } = await serve();
    const [corpus = ''] = readdirSync(join(context.home, 'corpora'));
    rmSync(join(context.home, 'corpora', corpus));
    const { code, stdout } = await heldout(['doctor', '--json'], env);
    const { checks } = doctor.parse(JSON.parse(stdout));
    expect(checks).toContainEqual({ name: 'database pages', ok: true });
    expect(checks).toContainEqual({ name: 'corpus files', ok: false });
    expect(code).toBe(1);
  });
});
