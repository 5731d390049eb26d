// Builds the dashboard where it is missing or older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest } from '../../lib/program/newest.mjs';
import { root } from './install.mjs';

const sources = ['app', 'lib', 'db', 'sweeps', 'proxy.ts', 'next.config.js', 'package-lock.json'];

export function build() {
  const built = join(root, '.next', 'BUILD_ID');
  const changed = Math.max(...sources.map((name) => newest(join(root, name))));
  if (existsSync(built) && statSync(built).mtimeMs >= changed) return;
  console.log('Building the dashboard …');
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const done = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status === 0) return;
  console.error(`${done.stdout}\n${done.stderr}\nThe dashboard did not build; see above.`);
  process.exit(1);
}
