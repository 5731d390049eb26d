import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { HeldoutError } from '@/lib/domain/errors';
import { onBackend } from './backends';
import { createEagerEngine } from './eagerEngine';
import { registerGradients } from './gradients';
import type { DeviceEngine } from './types';

/** TensorFlow.js in plain JavaScript, on one thread: right everywhere, and slow. */
export async function createPlainEngine(): Promise<DeviceEngine> {
  // Otherwise the backend greets on the console with an advertisement for another one.
  tf.enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  registerGradients();
  return createEagerEngine('tfjs-cpu', 'cpu');
}

const version = tf.version_core;

/** The packages that bind TensorFlow's C library, and the commands that install what is not in the registry's package. */
const native = {
  'tfjs-node': {
    packageName: '@tensorflow/tfjs-node',
    install: `npm install --no-save @tensorflow/tfjs-node@${version}`,
    isGpu: false,
  },
  'tfjs-node-gpu': {
    packageName: '@tensorflow/tfjs-node-gpu',
    install: 'npm --prefix node_modules/@tensorflow/tfjs-node-gpu run install',
    isGpu: true,
  },
} as const;

type NativeId = keyof typeof native;

/**
 * TensorFlow's C library, on the processor or on CUDA. It comes with neither of the packages: their install scripts, which
 * this project does not run by itself, download it and the addon that binds it.
 *
 * @throws HeldoutError engine_unavailable, with what is missing and the command that installs it
 */
export async function createNativeEngine(id: NativeId): Promise<DeviceEngine> {
  const { packageName, isGpu } = native[id];
  requireAddon(id);
  try {
    await import(packageName);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw unavailable(id, `loading ${packageName} failed: ${reason}`, cause);
  }
  // After the package, which brings the derivatives of another TensorFlow.js module.
  registerGradients();
  const backend: unknown = onBackend('tensorflow', () => tf.backend());
  const [loadedGpu, usesGpu] = [flag(backend, 'isGPUPackage'), flag(backend, 'isUsingGpuDevice')];
  if (loadedGpu !== undefined && loadedGpu !== isGpu) {
    throw new HeldoutError(
      'engine_unavailable',
      `Engine ${id} is not available: this process has already loaded TensorFlow through ` +
        `${isGpu ? 'tfjs-node' : 'tfjs-node-gpu'}, and it can be loaded once. Start another process for it.`,
    );
  }
  if (isGpu && usesGpu === false) {
    throw new HeldoutError(
      'engine_unavailable',
      `Engine ${id} is not available: TensorFlow found no CUDA device. It needs an NVIDIA driver, CUDA 11 and ` +
        'cuDNN 8.1 where the loader finds them (LD_LIBRARY_PATH); what TensorFlow printed above names the file that ' +
        'it missed. Engine onnx-webgpu needs only a Vulkan driver.',
    );
  }
  return createEagerEngine(id, 'tensorflow');
}

/** Before the package is imported, because it registers backends and derivatives before it looks for its addon. */
function requireAddon(id: NativeId): void {
  const { packageName } = native[id];
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw unavailable(id, `the package ${packageName} is not installed`, cause);
  }
  const lib = join(folder, 'lib');
  const builds = existsSync(lib) ? readdirSync(lib) : [];
  if (builds.some((build) => existsSync(join(lib, build, 'tfjs_binding.node')))) return;
  throw unavailable(
    id,
    `${packageName} is installed without its native addon (lib/napi-v*/tfjs_binding.node) and TensorFlow's library ` +
      '(deps/lib/libtensorflow)',
  );
}

function unavailable(id: NativeId, what: string, cause?: unknown): HeldoutError {
  return new HeldoutError(
    'engine_unavailable',
    `Engine ${id} is not available: ${what}. To download what is missing, run: ${native[id].install}`,
    { cause },
  );
}

function flag(backend: unknown, name: string): boolean | undefined {
  if (typeof backend !== 'object' || backend === null) return undefined;
  const value: unknown = Reflect.get(backend, name);
  return typeof value === 'boolean' ? value : undefined;
}
