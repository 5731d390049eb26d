import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiledFile, isFresh, processes, startOf } from '@/lib/program/compiled.mjs';
import { programRoot } from '@/workers/ownProcess';

const compiledAtS = 1_700_000_000;
let root: string;

function write(path: string, atS: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  for (let at = path; at.startsWith(root); at = dirname(at)) utimesSync(at, atS, atS);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heldout-compiled-'));
  for (const folder of ['workers', 'lib', 'db', 'sweeps'])
    write(join(root, folder, 'deep', 'a.ts'), compiledAtS);
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json'])
    write(join(root, file), compiledAtS);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the compiled processes of a checkout', () => {
  it('are started where they are as new as every source', () => {
    write(compiledFile(root, 'heldout'), compiledAtS);
    expect(isFresh(root)).toBe(true);
    expect(startOf(root, 'answers')).toEqual({ execArgv: [], file: compiledFile(root, 'answers') });
  });

  it.each([join('lib', 'deep', 'a.ts'), join('db', 'new', 'b.ts'), 'package-lock.json'])(
    'give way to the sources through tsx where %s is newer',
    (path) => {
      write(compiledFile(root, 'heldout'), compiledAtS);
      write(join(root, path), compiledAtS + 1);
      expect(isFresh(root)).toBe(false);
      const file = join(root, 'lib', 'answers', 'main.ts');
      expect(startOf(root, 'answers')).toEqual({ execArgv: ['--import', 'tsx'], file });
    },
  );

  it('are not fresh where they have not been compiled', () => {
    expect(isFresh(root)).toBe(false);
  });
});

it('every process begins in a file that is there', () => {
  const missing = Object.values(processes).filter((path) => !existsSync(join(programRoot, ...path)));
  expect(missing).toEqual([]);
});
