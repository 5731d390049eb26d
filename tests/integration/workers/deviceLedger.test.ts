import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { argumentsFor, programRoot } from '@/workers/ownProcess';
import { temporaryHome } from './harness';
import { roomInLog } from './roomInLog';

it('processes that claim a device at the same time never have more of it together than there is', async () => {
  const home = await temporaryHome();
  const [folder, log] = [join(home, 'device'), join(home, 'log')];
  const capacity = 10;
  // Any two have room beside each other, no three have.
  const [sizes, times] = [[3, 4, 5, 5], 12];
  await Promise.all(
    sizes.map((bytes) =>
      promisify(execFile)(
        process.execPath,
        argumentsFor(
          new URL('./tasks/claimRoom.ts', import.meta.url),
          [folder, log, capacity, bytes, times, sizes.length].map(String),
        ),
        { cwd: programRoot },
      ),
    ),
  );
  const { changes, held, most, mostHolders } = roomInLog(log);
  expect(changes).toBe(2 * times * sizes.length);
  expect(held).toBe(0);
  expect(most).toBeLessThanOrEqual(capacity);
  expect(mostHolders).toBe(2);
  expect(await readdir(folder)).toEqual([]);
});
