import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';

// Loaded when first needed, not with this module: they bring native code, which most runs do without. The bundled
// server may know this file by another path; it is started in the project's folder.
const bases = [import.meta.url, join(/* turbopackIgnore: true */ process.cwd(), 'package.json')];

/**
 * @param file inside the package; its main file where it is left out
 * @returns the absolute path of a file of an installed package
 * @throws HeldoutError internal where the package is not installed
 */
export function packagePath(name: string, file?: string): string {
  const wanted = file === undefined ? name : `${name}/${file}`;
  let cause: unknown;
  for (const base of bases) {
    try {
      return createRequire(base).resolve(wanted);
    } catch (error) {
      cause = error;
    }
  }
  throw new HeldoutError('internal', `Loading ${wanted}: it is not installed; run npm ci.`, { cause });
}

/** @throws HeldoutError internal where the package is not installed */
export function packageVersion(name: string): string {
  const path = packagePath(name, 'package.json');
  return z.object({ version: z.string() }).parse(createRequire(path)(path)).version;
}
