import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { argumentsFor, programRoot } from '@/workers/ownProcess';
import { temporaryHome } from './harness';

it('processes that claim a device at the same time never have more of it together than there is', async () => {
  const home = await temporaryHome();
  const [folder, log] = [join(home, 'device'), join(home, 'log')];
  const capacity = 10;
  const [sizes, times] = [[3, 4, 5, 6], 12];
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
  let held = 0;
  let most = 0;
  const changes = readFileSync(log, 'utf8').trim().split('\n').map(Number);
  for (const change of changes) {
    held += change;
    most = Math.max(most, held);
  }
  expect(changes).toHaveLength(2 * times * sizes.length);
  expect(held).toBe(0);
  expect(most).toBeLessThanOrEqual(capacity);
  // They were there together: one alone has 6 at most.
  expect(most).toBeGreaterThan(6);
  expect(await readdir(folder)).toEqual([]);
});
