import { spawnSync } from 'node:child_process';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reportSchema } from '@/lib/domain/protocol';
import { Spool, type SpoolEntry } from '@/workers/spool';
import { figure } from './figures';
import { mountSmallDisk, type SmallDisk } from './smallDisk';

const owner = { runId: 'run-1', attempt: 1, leaseToken: 'lease' };

const probe = mountSmallDisk(2 ** 16);
probe?.remove();
if (!probe) console.log('Skipped: a full disk under a spool. This user may not mount a small one.');

let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.remove();
  disk = undefined;
});

/** About 20 kB on disk. */
function entry(sequence: number): SpoolEntry {
  const steps = Array.from({ length: 1000 }, (_, i) => 1000 * sequence + i);
  const columns = { metric: 'train/loss', steps, values: steps.map(Math.sqrt), timesMs: steps };
  const body = { ...reportSchema.parse({ attempt: 1, leaseToken: 'lease', sequence }), points: [columns] };
  return { kind: 'report', body };
}

/** What the next worker finds after this one was killed. */
async function leftBehind(folder: string): Promise<readonly SpoolEntry[]> {
  const [name = ''] = await readdir(folder);
  const { pid } = spawnSync(process.execPath, ['--version']);
  await rename(join(folder, name), join(folder, name.replace(`.${process.pid}.`, `.${pid}.`)));
  const [recovered] = await Spool.recover(folder);
  const { pending = [] } = recovered ?? {};
  recovered?.close();
  return pending;
}

function appendUntilFull(spool: Spool): SpoolEntry[] {
  const kept: SpoolEntry[] = [];
  for (;;) {
    const next = entry(kept.length + 1);
    try {
      spool.append(next);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
      return kept;
    }
    kept.push(next);
  }
}

describe.skipIf(!probe)('a spool on a disk that fills', () => {
  it('keeps in memory what does not fit, and on disk whole entries alone, which the next worker can send', async () => {
    disk = mountSmallDisk(2 ** 20) ?? undefined;
    const folder = join(disk?.folder ?? '', 'spools');
    const spool = await Spool.create(folder, owner);
    const kept = appendUntilFull(spool);
    expect(kept.length).toBeGreaterThan(5);
    expect(spool.pending).toHaveLength(kept.length + 1);
    spool.close();
    expect(await leftBehind(folder)).toEqual(kept);
  });

  it('has everything on disk again, without a gap, at the first entry after there is room', async () => {
    const small = mountSmallDisk(4 * 2 ** 20);
    if (!small) throw new Error('expected a small disk, as a moment ago');
    disk = small;
    const folder = join(small.folder, 'spools');
    const spool = await Spool.create(folder, owner);
    for (let sequence = 1; sequence <= 3; sequence++) spool.append(entry(sequence));
    small.fill();
    for (let sequence = 4; sequence <= 8; sequence++) {
      expect(() => spool.append(entry(sequence))).toThrow('ENOSPC');
    }
    // The server has taken the first meanwhile.
    spool.acknowledge();
    small.makeRoom();
    spool.append(entry(9));
    const all = [2, 3, 4, 5, 6, 7, 8, 9].map(entry);
    expect(spool.pending).toEqual(all);
    spool.close();
    expect(await leftBehind(folder)).toEqual(all);
    figure(
      'Disk of a spool full for 5 reports, then the worker killed',
      '8 of 8 unacknowledged reports were on disk again once there was room, in order',
    );
  });
});
