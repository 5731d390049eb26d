import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { POST as reportRoute } from '@/app/api/v1/runs/[id]/report/route';
import { checkIntegrity } from '@/db/integrity';
import { openStore } from '@/db/store';
import { toJsonText } from '@/lib/domain/metric';
import type { LeasedRun } from '@/lib/domain/protocol';
import { makeBackup } from '@/lib/server/backups';
import type { ServerContext } from '@/lib/server/context';
import { getCurves } from '@/lib/server/curves';
import { expireLeases } from '@/lib/server/expiry';
import { getRun } from '@/lib/server/runs';
import { closeServer } from '@/lib/server/server';
import { createSweep } from '@/lib/server/sweeps';
import { call } from '../integration/app/api/call';
import { contentOf, migrationsDirectory, releasedDirectory, releases } from '../integration/db/releases';
import { openTestServer, points, register, requireLease, smallSpec } from '../integration/lib/server/harness';
import { figure } from './figures';
import { mountSmallDisk, type SmallDisk } from './smallDisk';

const ttlMs = 30_000;
const metric = 'train/runningLoss';
const pointsInReport = 2000;

const probe = mountSmallDisk(2 ** 16);
probe?.remove();
if (!probe) console.log('Skipped: a full disk. This user may not mount a small one.');

let disk: SmallDisk | undefined;
afterEach(() => {
  closeServer();
  disk?.remove();
  disk = undefined;
});

function smallDisk(bytes: number): SmallDisk {
  const mounted = mountSmallDisk(bytes);
  if (!mounted) throw new Error('expected a small disk, as a moment ago');
  disk = mounted;
  return mounted;
}

/** One report of many points, as a worker sends it; the same each time for the same sequence. */
async function send(context: ServerContext, run: LeasedRun, sequence: number) {
  const steps = Array.from({ length: pointsInReport }, (_, i) => (sequence - 1) * pointsInReport + i + 1);
  const columns = points(metric, Object.fromEntries(steps.map((step) => [step, 1 / step])));
  const { attempt, leaseToken, runId } = run;
  const response = await call(reportRoute, {
    method: 'POST',
    path: `/api/v1/runs/${runId}/report`,
    params: { id: runId },
    headers: { authorization: `Bearer ${context.tokens.worker}`, 'content-type': 'application/json' },
    body: toJsonText({ attempt, leaseToken, sequence, points: [columns] }),
  });
  const text = await response.text();
  return { status: response.status, text };
}

describe.skipIf(!probe)('a disk that fills while reports come', () => {
  it('is answered 507 with a sentence; nothing acknowledged is lost, no lease ends, and all goes on once there is room', async () => {
    const { fill, folder, makeRoom } = smallDisk(24 * 2 ** 20);
    const { context, clock } = openTestServer({ home: join(folder, 'home') });
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    let sequence = 1;
    for (; sequence <= 5; sequence++) expect((await send(context, run, sequence)).status).toBe(200);

    fill();
    let answer = await send(context, run, sequence);
    // A few still fit into pages that the log has.
    while (answer.status === 200) {
      sequence++;
      answer = await send(context, run, sequence);
    }
    const acknowledged = sequence - 1;
    expect(answer.status).toBe(507);
    expect(answer.text).toContain('Storing a report: the disk that holds');
    expect(answer.text).toContain('free some space');

    // Reading goes on, and however long it lasts, the lease holds.
    for (let ttls = 0; ttls < 5; ttls++) {
      clock.ms += ttlMs;
      expect((await send(context, run, sequence)).status).toBe(507);
      try {
        expireLeases(context);
      } catch (error) {
        expect(error).toMatchObject({ code: 'storage_full' });
      }
      expect(getRun(run.runId).run).toMatchObject({ state: 'running', attempt: 1 });
    }

    makeRoom();
    // Room again, but the worker waits before it tries once more, for longer than its lease was.
    clock.ms += ttlMs;
    expireLeases(context);
    expect(getRun(run.runId).run).toMatchObject({ state: 'running', attempt: 1 });
    expect((await send(context, run, sequence)).status).toBe(200);
    const [curve] = getCurves({ runIds: [run.runId], metrics: [metric], buckets: 10 }).runs[0]?.curves ?? [];
    expect(curve?.total).toBe((acknowledged + 1) * pointsInReport);
    const client = new BetterSqlite(join(context.home, 'heldout.db'), { readonly: true });
    expect(checkIntegrity(client).filter(({ ok }) => !ok)).toEqual([]);
    client.close();

    figure(
      'Disk of the database full while reports of 2,000 points come',
      `507 each time for 5 lease times; ${acknowledged} of ${acknowledged} acknowledged reports kept, the rest stored once there was room, no lease lost`,
    );

    // And from now on silence counts again.
    clock.ms += ttlMs;
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('queued');
  });

  it('ends no lease, also where there is room again before anyone has looked for leases that ran out', async () => {
    const { fill, folder, makeRoom } = smallDisk(24 * 2 ** 20);
    const { context, clock } = openTestServer({ home: join(folder, 'home') });
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    fill();
    let sequence = 1;
    while ((await send(context, run, sequence)).status === 200) sequence++;
    makeRoom();
    clock.ms += ttlMs;
    expireLeases(context);
    expect((await send(context, run, sequence)).status).toBe(200);
    clock.ms += ttlMs;
    expireLeases(context);
    expect(getRun(run.runId).run.state).toBe('queued');
  });

  it('has room for no backup: that is said, and nothing of it is left', async () => {
    const { fill, folder } = smallDisk(24 * 2 ** 20);
    const { context } = openTestServer({ home: join(folder, 'home') });
    fill();
    await expect(makeBackup()).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringContaining('Backing up the database: the disk that holds'),
    });
    expect(readdirSync(join(context.home, 'backups'))).toEqual([]);
  });
});

describe.skipIf(!probe)('a disk that is full when a new version starts', () => {
  it('stops the upgrade before it begins, and the old database stays; with room it is upgraded', () => {
    const { fill, folder, makeRoom } = smallDisk(2 ** 20);
    const [release = ''] = releases;
    const old = releasedDirectory(release);
    const home = join(folder, 'home');
    mkdirSync(home);
    const client = new BetterSqlite(join(old, 'heldout.db'));
    client.prepare('VACUUM INTO ?').run(join(home, 'heldout.db'));
    client.close();
    rmSync(old, { recursive: true });
    const before = contentOf(home);
    // The lock and the log that every opening needs are there already, as on a disk that fills up later.
    writeFileSync(join(home, 'heldout.db-wal'), '');
    fill();
    expect(() => openStore(home, { migrationsDirectory })).toThrow(
      expect.objectContaining({ code: 'storage_full' }),
    );
    makeRoom();
    expect(contentOf(home)).toEqual(before);
    openStore(home, { migrationsDirectory }).close();
    expect(contentOf(home).tables.get('runs')).toHaveLength(before.tables.get('runs')?.length ?? 0);
  });
});
