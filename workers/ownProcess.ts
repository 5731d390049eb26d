import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Processes that this program starts of itself. In a checkout each is a script that runs through tsx; in the portable
 * worker (workers/portable) all scripts are one compiled file, which is told which of them to be.
 */

const ownPath = fileURLToPath(import.meta.url);

/** Whether this is the portable worker: a compiled file, and no checkout around it. */
export const isPortable = !ownPath.endsWith('.ts');

/** Paths in tsconfig.json are found from here; in the portable worker, where its compiled file lies. */
export const programRoot = isPortable ? dirname(ownPath) : dirname(dirname(ownPath));

/** Said before the name of the script that the compiled file is to be. */
export const scriptFlag = '--script';

/**
 * @param script a TypeScript file of this program, by its address in the sources: new URL('./x.ts', import.meta.url)
 * @returns what process.execPath is to be started with, in the folder programRoot
 */
export function argumentsFor(script: URL, args: readonly string[] = []): string[] {
  const path = fileURLToPath(script);
  return isPortable
    ? [ownPath, scriptFlag, basename(path, '.ts'), ...args]
    : ['--import', 'tsx', path, ...args];
}
