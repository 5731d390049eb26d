import { build } from 'esbuild';
import { HeldoutError } from '@/lib/domain/errors';
import { nativePackageNames } from './nativePackages';

export interface Compiled {
  code: Uint8Array;
  /** Every file that is in it, from the checkout's folder. */
  inputs: string[];
}

/** CommonJS packages call require, which a module does not have. */
const banner =
  "import { createRequire as createRequireHere } from 'node:module';\nconst require = createRequireHere(import.meta.url);";

/**
 * Compiles the worker into one module for the Node that it is shipped with. The same sources give the same bytes.
 *
 * @param root of the checkout
 * @throws HeldoutError internal where it does not compile
 */
export async function compileWorker(root: string): Promise<Compiled> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['workers/portable/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The browser's forms of packages come first in some of them.
    mainFields: ['module', 'main'],
    banner: { js: banner },
    external: nativePackageNames,
    logLevel: 'silent',
    legalComments: 'none',
    tsconfig: 'tsconfig.json',
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeldoutError('internal', `Bundling a worker: its sources do not compile: ${reason}`, { cause });
  });
  const [output] = result.outputFiles;
  if (!output) throw new HeldoutError('internal', 'Bundling a worker: the compiler wrote nothing.');
  return { code: output.contents, inputs: Object.keys(result.metafile.inputs) };
}
