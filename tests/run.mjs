// `npm test`: installs what is missing, then every check, one after the other, and one closing line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../workers/bootstrap/build.mjs';
import { compileProgram } from '../workers/bootstrap/compile.mjs';
import { install, root } from '../workers/bootstrap/install.mjs';

install();
const { findChromium } = await import('./chromium.mjs');
const { installVulkan } = await import('./vulkan.mjs');

let passed = 0;
let failed = 0;
let skipped = 0;

/**
 * @param {string} title
 * @param {string} tool the package's command
 * @param {string[]} args
 */
function check(title, tool, args) {
  const started = Date.now();
  const command = join(root, 'node_modules', '.bin', tool);
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (done.status === 0) {
    passed += 1;
    console.log(`✓ ${title} (${seconds} s)`);
    return;
  }
  failed += 1;
  console.log(`✗ ${title} (${seconds} s)\n${done.stdout}\n${done.stderr}${done.error ?? ''}`);
}

check('lint and format', 'biome', ['check', '.', '--error-on-warnings']);
// next typegen writes next-env.d.ts and the route types that tsc reads.
check('route types', 'next', ['typegen']);
check('types', 'tsc', ['--noEmit']);
check('dependency direction', 'depcruise', [
  '--config',
  'tests/boundaries.config.cjs',
  'app',
  'lib',
  'workers',
  'db',
  'sweeps',
  'proxy.ts',
]);
check('dead code', 'knip', []);

// The browser tests drive the built dashboard, as a user's browser would.
build();
await compileProgram();
const chromium = findChromium();
installVulkan();

const artifacts = join(root, 'tests', '.artifacts');
rmSync(artifacts, { recursive: true, force: true });
mkdirSync(artifacts, { recursive: true });
const report = join(artifacts, 'vitest.json');
const tests = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHROME_BIN: chromium } },
);
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  skipped += result.numPendingTests + result.numTodoTests;
  // A file that does not even load has no tests to count.
  if (tests.status !== 0 && result.numFailedTests === 0) failed += Math.max(1, result.numFailedTestSuites);
} catch {
  failed += 1;
  console.log('✗ vitest wrote no report; see above');
}

console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
