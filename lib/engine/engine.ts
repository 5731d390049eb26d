import { HeldoutError } from '@/lib/domain/errors';
import { createOnnxEngine } from './onnxEngine';
import type { Engine, EngineOptions } from './types';

export type * from './types';

/** @throws HeldoutError engine_unavailable where this build has no such engine */
export function createEngine(options: EngineOptions): Engine {
  if (options.id === 'onnx-cpu') return createOnnxEngine(options);
  throw new HeldoutError(
    'engine_unavailable',
    `Engine ${options.id} is not available in this version; use onnx-cpu.`,
  );
}
