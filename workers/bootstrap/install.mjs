// Installs what is missing, from the lock file alone. Plain JavaScript without dependencies: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const minimumNode = [20, 19];
/** The packages whose install scripts are needed; all others stay switched off (see allowScripts in package.json). */
const scripted = ['better-sqlite3'];

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = minimumNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`Heldout needs Node ${minimumNode.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function npm(args, env = {}) {
  const cli = process.env['npm_execpath'];
  const [command, prefix] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const done = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (done.status === 0) return;
  console.error(
    `npm ${args.join(' ')} failed; see above. The first install needs a reachable package registry.`,
  );
  process.exit(1);
}

/** Runs `npm ci` only where the lock file, the platform or Node's binary interface changed since the last install. */
export function install() {
  requireNode();
  const stamp = join(root, 'node_modules', '.heldout-installed');
  const state = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  console.log('Installing packages from the lock file …');
  // Scripts off, then only the needed ones: the same on npm 10, which runs every script, and on npm 11, which asks.
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  });
  npm(['rebuild', ...scripted, '--loglevel=error']);
  writeFileSync(stamp, state);
}
