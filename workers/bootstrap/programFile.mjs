import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest } from './newest.mjs';

const sources = ['workers', 'lib', 'db', 'sweeps', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Where the compiled command-line program of a checkout lies (compile.mjs writes it).
 *
 * @param {string} root of the checkout
 */
export const programFile = (root) => join(root, '.program', 'heldout.mjs');

/**
 * @param {string} root of the checkout
 * @returns {boolean} whether the compiled program is there and as new as its sources
 */
export function isProgramFresh(root) {
  const file = programFile(root);
  if (!existsSync(file)) return false;
  return statSync(file).mtimeMs >= Math.max(...sources.map((name) => newest(join(root, name))));
}
