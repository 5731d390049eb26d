import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportSchema } from '@/lib/domain/protocol';
import { Spool, type SpoolEntry } from '@/workers/spool';

const owner = { runId: 'run/1', attempt: 2, leaseToken: 'lease' };

function reportEntry(sequence: number, value = 1.5): SpoolEntry {
  return {
    kind: 'report',
    body: {
      ...reportSchema.parse({ attempt: 2, leaseToken: 'lease', sequence }),
      points: [{ metric: 'train/loss', steps: [sequence], values: [value], timesMs: [1000] }],
    },
  };
}

describe('Spool', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heldout-spool-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const onlyFile = async () => join(folder, (await readdir(folder))[0] ?? 'none');

  /** As if the process that wrote the folder's spool were gone. */
  async function orphan(): Promise<void> {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const path = await onlyFile();
    await rename(path, path.replace(`.${process.pid}.`, `.${pid}.`));
  }

  it('holds entries in order until they are acknowledged', async () => {
    const spool = await Spool.create(folder, owner);
    spool.append(reportEntry(1));
    spool.append(reportEntry(2));
    spool.acknowledge();
    expect(spool.pending).toEqual([reportEntry(2)]);
  });

  it('gives a dead worker’s entries to the next, NaN and infinities included', async () => {
    const spool = await Spool.create(folder, owner);
    const entries: SpoolEntry[] = [
      reportEntry(1, Number.NaN),
      reportEntry(2, Number.POSITIVE_INFINITY),
      { kind: 'finish', body: { attempt: 2, leaseToken: 'lease', outcome: 'finished' } },
    ];
    for (const entry of entries) spool.append(entry);
    spool.close();
    await orphan();
    const [recovered, ...others] = await Spool.recover(folder);
    expect(others).toEqual([]);
    expect(recovered?.owner).toEqual(owner);
    expect(recovered?.pending).toEqual(entries);
    await recovered?.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('knows its run after everything was acknowledged, and is small again', async () => {
    const spool = await Spool.create(folder, owner);
    const before = (await stat(await onlyFile())).size;
    for (let sequence = 1; sequence <= 100; sequence++) spool.append(reportEntry(sequence));
    while (spool.pending.length > 0) spool.acknowledge();
    expect((await stat(await onlyFile())).size).toBe(before);
    spool.append(reportEntry(101));
    spool.close();
    await orphan();
    const [recovered] = await Spool.recover(folder);
    expect(recovered?.pending).toEqual([reportEntry(101)]);
    expect(recovered?.owner).toEqual(owner);
  });

  it('drops a last line that a crash has torn', async () => {
    const spool = await Spool.create(folder, owner);
    spool.append(reportEntry(1));
    spool.close();
    await orphan();
    await appendFile(await onlyFile(), '{"kind":"report","body":{"attempt":2,"le');
    const [recovered] = await Spool.recover(folder);
    expect(recovered?.pending).toEqual([reportEntry(1)]);
    // What is appended after the torn line must be readable the next time.
    recovered?.append(reportEntry(2));
    recovered?.close();
    await orphan();
    expect((await Spool.recover(folder))[0]?.pending).toEqual([reportEntry(1), reportEntry(2)]);
  });

  it('leaves the spool of a living worker alone', async () => {
    const spool = await Spool.create(folder, owner);
    spool.append(reportEntry(1));
    const path = await onlyFile();
    await rename(path, path.replace(`.${process.pid}.`, `.${process.ppid}.`));
    expect(await Spool.recover(folder)).toEqual([]);
    expect(await readFile(await onlyFile(), 'utf8')).toContain('"sequence":1');
    spool.close();
  });

  it('has nothing to recover where there is no folder', async () => {
    expect(await Spool.recover(join(folder, 'absent'))).toEqual([]);
  });
});
