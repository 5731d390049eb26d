import type { Engine, EngineOptions } from './types';

export { layerNormalization } from './fusedKernels';
export type * from './types';

/**
 * Loads what the engine needs, and nothing of the others.
 *
 * @throws HeldoutError engine_unavailable where this machine has no such engine, with what is missing
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  switch (options.id) {
    case 'onnx-cpu':
      return (await import('./onnxEngine')).createOnnxEngine(options);
    case 'onnx-cuda':
      return (await import('./cudaEngine')).createCudaEngine(options);
    case 'onnx-webgpu':
      return (await import('./webgpuEngine')).createWebgpuEngine();
    case 'tfjs-cpu':
      return (await import('./tfjsBackends')).createPlainEngine();
    case 'tfjs-node':
    case 'tfjs-node-gpu':
      return (await import('./tfjsBackends')).createNativeEngine(options.id);
  }
}
