import { HeldoutError } from '@/lib/domain/errors';
import { createOnnxEngine } from './onnxEngine';
import type { Engine, EngineOptions } from './types';

export type * from './types';
export { engineIds } from './types';

/** @throws HeldoutError engine_unavailable where this machine has no such engine, with what is missing */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  if (options.id === 'onnx-cpu') return createOnnxEngine(options);
  throw new HeldoutError(
    'engine_unavailable',
    `Engine ${options.id} is not available in this version; use onnx-cpu.`,
  );
}
