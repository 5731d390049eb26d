import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '@/db/store';
import {
  contentOf,
  freshSchema,
  migrationsDirectory,
  releasedDirectory,
  releases,
} from '../integration/db/releases';
import { amount, figure } from './figures';

const script = fileURLToPath(new URL('killedUpgrade.ts', import.meta.url));
const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

async function upgradeKilledAfter(home: string, statement: number): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, home, String(statement)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = await once(child, 'exit');
  if (signal === 'SIGKILL') return 'killed';
  expect(code).toBe(0);
  return 'done';
}

/** Statements of the upgrade from a release to today's schema. */
function statementsFrom(release: string): number {
  let count = 0;
  const home = releasedDirectory(release);
  homes.push(home);
  const options = { migrationsDirectory, afterStatement: (done: number) => (count = done) };
  openStore(home, options).close();
  return count;
}

function nextStatement(statement: number, step: number, count: number): number {
  return statement === count ? count + 1 : Math.min(statement + step, count);
}

describe.each(releases)('an upgrade from %s that is killed', (release) => {
  it('at any of its statements leaves the old database, and the next start upgrades it', async () => {
    const home = releasedDirectory(release);
    homes.push(home);
    const before = contentOf(home);
    const count = statementsFrom(release);
    // In npm test the first, the last, and some between; tests/integration/db/upgrades.test.ts fails at each.
    const step = amount(1, Math.ceil(count / 4));
    let kills = 0;
    for (let statement = 1; statement <= count; statement = nextStatement(statement, step, count)) {
      kills++;
      expect(await upgradeKilledAfter(home, statement)).toBe('killed');
      expect(contentOf(home), `after statement ${statement} of ${count}`).toEqual(before);
    }
    expect(await upgradeKilledAfter(home, count + 1)).toBe('done');
    expect(contentOf(home).schema).toEqual(freshSchema());
    figure(
      `Upgrade from ${release} killed after ${kills} of its ${count} statements`,
      'the old database each time, and the new one at the next start',
    );
  });
});
