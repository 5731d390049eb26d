// `npm run test:faults`: every fault test with its full numbers, and a table of what was measured.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heldout-faults-'));
const figures = join(folder, 'figures.jsonl');

const tests = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--project',
    'faults',
    // One file after the other: what is timed should have the machine to itself.
    '--no-file-parallelism',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, HELDOUT_FAULTS: 'all', HELDOUT_FAULTS_FIGURES: figures },
  },
);

/** @type {{ fault: string, measured: string }[]} */
const rows = existsSync(figures)
  ? readFileSync(figures, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, { recursive: true, force: true });

const date = new Date().toISOString().slice(0, 10);
console.log(
  `\n${date}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}\n`,
);
console.log('| fault | measured |\n| --- | --- |');
for (const { fault, measured } of rows) console.log(`| ${fault} | ${measured} |`);
process.exit(tests.status ?? 1);
