import { build } from 'esbuild';
import { HeldoutError } from '@/lib/domain/errors';
import { compileOptions } from '../bootstrap/compile.mjs';
import { nativePackageNames } from './nativePackages';

export interface Compiled {
  code: Uint8Array;
  /** Every file that is in it, from the checkout's folder. */
  inputs: string[];
}

/**
 * Compiles the worker into one module for the Node that it is shipped with. The same sources give the same bytes.
 *
 * @param root of the checkout
 * @throws HeldoutError internal where it does not compile
 */
export async function compileWorker(root: string): Promise<Compiled> {
  const result = await build({
    ...compileOptions('portable', nativePackageNames),
    entryPoints: ['workers/portable/main.ts'],
    absWorkingDir: root,
    write: false,
    metafile: true,
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HeldoutError('internal', `Bundling a worker: its sources do not compile: ${reason}`, { cause });
  });
  const [output] = result.outputFiles;
  if (!output) throw new HeldoutError('internal', 'Bundling a worker: the compiler wrote nothing.');
  return { code: output.contents, inputs: Object.keys(result.metafile.inputs) };
}
