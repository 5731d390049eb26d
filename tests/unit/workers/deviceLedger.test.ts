import { writeFileSync } from 'node:fs';
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

  /** Comes in between a claim's first look and its mark: what its owner asks first is whether it fits. */
  const whileLooking = (bytes: number, capacity: number, comeIn: () => void) => {
    let asked = 0;
    return (holders: readonly LedgerEntry[]) => {
      asked += 1;
      if (asked === 1) comeIn();
      return within(capacity, bytes)(holders);
    };
  };
  const rivalAt = (id: string, pid: number) => () => {
    writeFileSync(join(folder, `${id}.json`), JSON.stringify(claimOf(8, pid)));
    writeFileSync(join(folder, `${id}.claiming`), '');
  };

  it('steps back where an earlier one claims at the same moment', async () => {
    const ledger = ledgerOf();
    const id = await ledger.join(claimOf(8), 200);
    const rival = rivalAt('0000000000100-rival', 2);
    const attempt = await ledger.tryToHold(id, whileLooking(8, 10, rival));
    expect(attempt).toMatchObject({ isHeld: false });
    expect((await ledger.entries()).map(({ state }) => state)).toEqual(['claiming', 'waiting']);
  });

  it('waits for a later one that claims at the same moment to step back, and holds once it is gone', async () => {
    let looks = 0;
    const ledger = new DeviceLedger(folder, ({ pid }) => {
      if (pid !== 2) return true;
      looks += 1;
      return looks < 4;
    });
    const id = await ledger.join(claimOf(8), 200);
    const rival = rivalAt('0000000000300-rival', 2);
    expect(await ledger.tryToHold(id, whileLooking(8, 10, rival))).toMatchObject({ isHeld: true });
    expect(looks).toBe(4);
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
