import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { reportSchema } from '@/lib/domain/protocol';
import { Spool, type SpoolEntry } from '@/workers/spool';
import { mountSmallDisk, type SmallDisk } from './smallDisk';

const owner = { runId: 'run-1', attempt: 1, leaseToken: 'lease' };
let disk: SmallDisk | null = null;
afterEach(() => disk?.remove());

function entry(sequence: number): SpoolEntry {
  const steps = Array.from({ length: 500 }, (_, i) => i);
  const points = [{ metric: 'train/loss', steps, values: steps, timesMs: steps }];
  return { kind: 'report', body: reportSchema.parse({ ...owner, sequence, points }) };
}

const probe = mountSmallDisk(2 ** 16);
probe?.remove();
if (!probe) console.log('Skipped: a spool on a full disk. This user may not mount a small one.');

it.skipIf(!probe)(
  'a spool on a full disk keeps all in memory, and has no gap on the disk once there is room',
  async () => {
    disk = mountSmallDisk(2 ** 20);
    if (!disk) throw new Error('expected a small disk, as a moment ago');
    const folder = join(disk.folder, 'spools');
    const spool = await Spool.create(folder, owner);
    spool.append(entry(1));
    disk.fill();
    for (const sequence of [2, 3]) expect(() => spool.append(entry(sequence))).toThrow(/ENOSPC/);
    expect(spool.pending).toEqual([1, 2, 3].map(entry));
    disk.makeRoom();
    spool.append(entry(4));
    spool.acknowledge();
    spool.close();

    // The worker dies; its process id is nobody's.
    const { pid } = spawnSync(process.execPath, ['--version']);
    const [name = ''] = readdirSync(folder);
    renameSync(join(folder, name), join(folder, name.replace(`.${process.pid}.`, `.${pid}.`)));
    const [recovered] = await Spool.recover(folder);
    expect(recovered?.pending).toEqual([1, 2, 3, 4].map(entry));
    await recovered?.remove();
  },
);
