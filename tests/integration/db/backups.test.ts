import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '@/db/integrity';
import { makeBackup } from '@/lib/server/backups';
import { getCurves } from '@/lib/server/curves';
import { closeServer } from '@/lib/server/server';
import { createSweep } from '@/lib/server/sweeps';
import {
  openTestServer,
  points,
  register,
  report,
  requireLease,
  smallSpec,
  temporaryHome,
} from '../lib/server/harness';

const metric = 'train/runningLoss';

async function fileOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const home = temporaryHome();
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'heldout.db'), Buffer.from(await new Response(stream).arrayBuffer()));
  return home;
}

function stepsIn(runId: string): number[] {
  const [curve] = getCurves({ runIds: [runId], metrics: [metric], buckets: 5000 }).runs[0]?.curves ?? [];
  return curve?.steps ?? [];
}

describe('a backup', () => {
  it('made while reports are stored is sound, has all that was acknowledged before, and each report whole or not at all', async () => {
    const { context } = openTestServer();
    await createSweep({ ...smallSpec, factors: {}, seeds: [1] });
    const run = await requireLease(register());
    // Enough pages for the copy to take many turns of the process.
    const filler = 'x'.repeat(4000);
    const fillers = Array.from({ length: 400 }, () => ({ timeMs: 0, level: 'info' as const, text: filler }));
    let sequence = 0;
    const sendNext = () => {
      sequence++;
      const first = 3 * sequence - 2;
      report(run, sequence, {
        logs: sequence <= 20 ? fillers : [],
        points: [
          points(metric, Object.fromEntries([first, first + 1, first + 2].map((step) => [step, step]))),
        ],
      });
    };
    for (let reports = 0; reports < 20; reports++) sendNext();
    const acknowledged = sequence;

    let isDone = false;
    const backup = makeBackup().finally(() => {
      isDone = true;
    });
    while (!isDone) {
      sendNext();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const during = sequence - acknowledged;
    expect(during).toBeGreaterThan(5);
    const { bytes, stream } = await backup;
    const copy = await fileOf(stream);
    const atServer = stepsIn(run.runId);
    expect(atServer).toHaveLength(3 * sequence);
    expect(readdirSync(join(context.home, 'backups'))).toEqual([]);

    const client = new BetterSqlite(join(copy, 'heldout.db'), { readonly: true });
    expect(checkIntegrity(client).filter(({ ok }) => !ok)).toEqual([]);
    expect(Number(client.pragma('page_count', { simple: true })) * 4096).toBe(bytes);
    client.close();
    closeServer();
    openTestServer({ home: copy });
    const inCopy = stepsIn(run.runId);
    expect(inCopy).toEqual(atServer.slice(0, inCopy.length));
    expect(inCopy.length).toBeGreaterThanOrEqual(3 * acknowledged);
    expect(inCopy.length % 3).toBe(0);
  });

  it('that nobody reads to its end leaves nothing behind', async () => {
    const { context } = openTestServer();
    const { stream } = await makeBackup();
    expect(readdirSync(join(context.home, 'backups'))).toHaveLength(1);
    await stream.cancel();
    expect(readdirSync(join(context.home, 'backups'))).toEqual([]);
  });
});
