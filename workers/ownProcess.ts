import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledFile, isFresh } from '@/lib/program/compiled.mjs';

/**
 * Processes that this program starts of itself. In the sources each is a script; in a compiled program
 * (./compiled/entry.ts) all begin in one file, which is told which of them to be. Sources that run as they are, in a
 * test or a benchmark, start the compiled file too where it is as new as they are, and else the script through tsx.
 */

/** Set by the compiler (./bootstrap/compile.mjs). */
declare const heldoutCompiledFor: 'checkout' | 'portable' | undefined;

const compiledFor = typeof heldoutCompiledFor === 'undefined' ? undefined : heldoutCompiledFor;
const ownPath = fileURLToPath(import.meta.url);

/** Whether this is the portable worker: a compiled file, and no checkout around it. */
export const isPortable = compiledFor === 'portable';

/** Of the checkout, whose folder this file is in a folder of; in the portable worker, where its compiled file lies. */
export const programRoot = isPortable ? dirname(ownPath) : dirname(dirname(ownPath));

/** Said before the name of the script that the compiled file is to be. */
export const scriptFlag = '--script';

let isCompiled: boolean | undefined;

/** The compiled file that has a script in it; undefined: it must be run from its source. */
function fileWith(script: string): string | undefined {
  if (isPortable) return ownPath;
  if (compiledFor) return compiledFile(programRoot, 'heldout');
  // A test's own script, say.
  if (!script.startsWith(join(dirname(ownPath), sep))) return undefined;
  isCompiled ??= isFresh(programRoot);
  return isCompiled ? compiledFile(programRoot, 'heldout') : undefined;
}

/**
 * @param script a TypeScript file of this program, by its address in the sources: new URL('./x.ts', import.meta.url)
 * @returns what process.execPath is to be started with, in the folder programRoot
 */
export function argumentsFor(script: URL, args: readonly string[] = []): string[] {
  const path = fileURLToPath(script);
  const compiled = fileWith(path);
  return compiled === undefined
    ? ['--import', 'tsx', path, ...args]
    : [compiled, scriptFlag, basename(path, '.ts'), ...args];
}
