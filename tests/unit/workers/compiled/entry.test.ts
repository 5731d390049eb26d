import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { scripts } from '@/workers/compiled/entry';
import { programRoot } from '@/workers/ownProcess';

const workers = join(programRoot, 'workers');
/** Of scripts that only the checkout's own command line has (workers/compiled/main.ts). */
const ofCheckout = ['benchGpuTask'];

it('a compiled program has every script that a process is started with', () => {
  const started = readdirSync(workers, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(workers, file), 'utf8').matchAll(/new URL\('(\.\/\w+\.ts)', import\.meta\.url\)/g),
    ])
    .map(([, path = '']) => basename(path, '.ts'))
    // The example in ownProcess.ts.
    .filter((name) => name !== 'x');
  expect([...new Set(started)].sort()).toEqual([...Object.keys(scripts), ...ofCheckout].sort());
});
