// The project's processes as workers/bootstrap/compile.mjs compiles them. Plain JavaScript: it runs before there is a compiler.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest } from './newest.mjs';

/** Each by the name of its compiled file: where it begins, from the checkout's folder. */
export const processes = {
  heldout: ['workers', 'compiled', 'main.ts'],
  answers: ['lib', 'answers', 'main.ts'],
  corpusTasks: ['lib', 'data', 'corpusTasks', 'main.ts'],
  inference: ['lib', 'inference', 'main.ts'],
  integrity: ['db', 'integrityMain.ts'],
};

/** @typedef {keyof typeof processes} ProcessName */

const sources = ['workers', 'lib', 'db', 'sweeps', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * @param {string} root of the checkout
 * @param {ProcessName} name
 */
export const compiledFile = (root, name) => join(/* turbopackIgnore: true */ root, '.program', `${name}.mjs`);

/**
 * @param {string} root of the checkout
 * @returns {boolean} whether everything is compiled from the sources as they are; `heldout` is written last
 */
export function isFresh(root) {
  const file = compiledFile(root, 'heldout');
  if (!existsSync(file)) return false;
  const changed = Math.max(...sources.map((name) => newest(join(/* turbopackIgnore: true */ root, name))));
  return statSync(file).mtimeMs >= changed;
}

/**
 * What Node is started with for a process: its compiled file, or its source through tsx where that is newer.
 *
 * @param {string} root of the checkout
 * @param {ProcessName} name
 * @returns {{ execArgv: string[], file: string }}
 */
export function startOf(root, name) {
  return isFresh(root)
    ? { execArgv: [], file: compiledFile(root, name) }
    : { execArgv: ['--import', 'tsx'], file: join(/* turbopackIgnore: true */ root, ...processes[name]) };
}
