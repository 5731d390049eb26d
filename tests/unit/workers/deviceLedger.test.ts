import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceClaim, DeviceLedger, type LedgerEntry } from '@/workers/deviceLedger';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heldout-ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const dead = new Set<number>();
const ledgerOf = (path = folder) => new DeviceLedger(path, ({ pid }) => !dead.has(pid));
const claimOf = (bytes: number, pid = 1, mostTrainers: number | null = null): DeviceClaim => ({
  bytes,
  mostTrainers,
  processes: [{ pid, started: null }],
  label: `run of ${pid}`,
});
const sum = (holders: readonly LedgerEntry[]) => holders.reduce((total, { bytes }) => total + bytes, 0);
const within = (capacity: number, bytes: number) => (holders: readonly LedgerEntry[]) =>
  sum(holders) + bytes <= capacity;

describe('the ledger of a device', () => {
  it('gives room in the order of arrival: a large claim is not overtaken by a small one that would fit', async () => {
    const ledger = ledgerOf();
    const first = await ledger.join(claimOf(6), 100);
    expect(await ledger.tryToHold(first, within(10, 6))).toEqual({
      isHeld: true,
      holders: [],
      isBehindOthers: false,
    });
    const large = await ledger.join(claimOf(8), 200);
    const small = await ledger.join(claimOf(2), 300);
    expect(await ledger.tryToHold(large, within(10, 8))).toMatchObject({
      isHeld: false,
      holders: [{ bytes: 6 }],
    });
    expect(await ledger.tryToHold(small, within(10, 2))).toMatchObject({
      isHeld: false,
      isBehindOthers: true,
    });
    await ledger.leave(first);
    expect(await ledger.tryToHold(large, within(10, 8))).toMatchObject({ isHeld: true });
    expect(await ledger.tryToHold(small, within(10, 2))).toMatchObject({
      isHeld: true,
      holders: [{ bytes: 8 }],
    });
  });

  it('is seen by another that shares its folder, and keeps nothing of claims that left', async () => {
    const id = await ledgerOf().join(claimOf(6), 100);
    await ledgerOf().tryToHold(id, within(10, 6));
    const other = ledgerOf();
    expect(await other.entries()).toMatchObject([{ id, bytes: 6, state: 'held', label: 'run of 1' }]);
    await other.leave(id);
    expect(await readdir(folder)).toEqual([]);
  });

  it('forgets claims once all of their processes are gone, marks and all', async () => {
    const ledger = ledgerOf();
    const claim = {
      ...claimOf(6),
      processes: [
        { pid: 7, started: null },
        { pid: 8, started: null },
      ],
    };
    const id = await ledger.join(claim, 100);
    await ledger.tryToHold(id, within(10, 6));
    dead.add(7);
    expect(await ledger.entries()).toHaveLength(1);
    dead.add(8);
    expect(await ledger.entries()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    dead.clear();
  });

  it('ignores what is no claim: damaged files, marks without one, half-written ones', async () => {
    const names = ['1-a.json', '2-b.held', '3-c.claiming', '4-d.part'];
    for (const name of names) await writeFile(join(folder, name), '{"bytes":');
    expect(await ledgerOf().entries()).toEqual([]);
    // A young one may be being written.
    expect(await readdir(folder)).toEqual(['4-d.part']);
  });

  it('never lets holders exceed the capacity, however many claim at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 8 }),
        async (sizes) => {
          const path = await mkdtemp(join(folder, 'case-'));
          const capacity = 12;
          let held = 0;
          let most = 0;
          const work = async (bytes: number, pid: number) => {
            // A ledger each, as every process has one.
            const ledger = ledgerOf(path);
            // The same time of arrival: the order is that of random names then, and claims come in against it.
            const id = await ledger.join(claimOf(bytes, pid), 100);
            while (!(await ledger.tryToHold(id, within(capacity, bytes))).isHeld)
              await new Promise((resolve) => setImmediate(resolve));
            held += bytes;
            most = Math.max(most, held);
            await new Promise((resolve) => setImmediate(resolve));
            held -= bytes;
            await ledger.leave(id);
          };
          await Promise.all(sizes.map((bytes, index) => work(bytes, index + 1)));
          expect(most).toBeLessThanOrEqual(capacity);
          expect(await readdir(path)).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});
