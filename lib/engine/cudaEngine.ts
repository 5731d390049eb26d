import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { HeldoutError } from '@/lib/domain/errors';
import { createOnnxEngine } from './onnxEngine';
import { writeOnnx } from './onnxWriter';
import { trace } from './tracer';
import type { EngineOptions, HostEngine } from './types';

const install = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';

/**
 * ONNX Runtime's CUDA 12 provider, which is not in the package: its install script downloads it (from NuGet, for Linux on
 * x64 only) when it is told to.
 *
 * onnxruntime-node has no tensors in CUDA's memory, so this is a host engine: parameters are copied to the GPU and
 * gradients back at every step, and the optimizer runs on the processor. The WebGPU engine copies neither.
 *
 * @throws HeldoutError engine_unavailable, with what is missing and the command that installs it
 */
export async function createCudaEngine(options: EngineOptions): Promise<HostEngine> {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64') {
    throw unavailable(
      `ONNX Runtime's CUDA provider for Node exists for linux x64 alone, and this is ${platform} ${arch}. ` +
        'Use onnx-webgpu.',
    );
  }
  const packageFolder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const library = join(packageFolder, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
  if (!existsSync(library)) {
    throw unavailable(`${library} does not exist. To download it, run: ${install}`);
  }
  const graph = trace(({ x }) => (x ? { x } : {}), { x: { shape: [1], type: 'float32' } }, 'gpu');
  try {
    const session = await InferenceSession.create(writeOnnx(graph), { executionProviders: ['cuda'] });
    await session.release();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim().split('\n')[0] : String(cause);
    throw unavailable(
      `its CUDA provider does not start (${reason}). It needs an NVIDIA driver, CUDA 12 and cuDNN 9 where the ` +
        'loader finds them (LD_LIBRARY_PATH); what ONNX Runtime printed above names the file that it missed.',
      cause,
    );
  }
  return createOnnxEngine(options, 'cuda');
}

function unavailable(what: string, cause?: unknown): HeldoutError {
  return new HeldoutError('engine_unavailable', `Engine onnx-cuda is not available: ${what}`, { cause });
}
