import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * This very Node, without the symbols that only a debugger reads where the system has `strip`: 13% smaller. A program
 * that does not run any more after that is not taken.
 *
 * @returns the program's bytes, and whether they were made smaller
 */
export function nodeProgram(path = process.execPath): { bytes: Buffer; isStripped: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'heldout-node-'));
  try {
    const stripped = join(folder, 'node');
    const isDone = spawnSync('strip', ['-o', stripped, path], { stdio: 'ignore' }).status === 0;
    const told = isDone ? spawnSync(stripped, ['--version'], { encoding: 'utf8' }).stdout : '';
    if (told?.trim() === process.version) return { bytes: readFileSync(stripped), isStripped: true };
    return { bytes: readFileSync(path), isStripped: false };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
