import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';

const bufferCache = z.enum(['disabled', 'lazyRelease', 'simple', 'bucket']);
const boolean = z.enum(['true', 'false']).transform((value) => value === 'true');

/**
 * What onnxruntime-node 1.30.0 passes on to its WebGPU provider, by the provider's own names, and the level of ONNX
 * Runtime's graph optimizations. Others that the provider knows (enableGraphCapture, maxNumPendingDispatches, enableInt64,
 * powerPreference …) it refuses by name, and `extra` entries of the session reach the provider too late.
 *
 * All but the last belong to the device, and so to the first graph that a process opens.
 */
const schema = z.strictObject({
  validationMode: z.enum(['disabled', 'wgpuOnly', 'basic', 'full']).optional(),
  enableRobustness: boolean.optional(),
  storageBufferCacheMode: bufferCache.optional(),
  // With "bucket", the process ends at its first run (SwiftShader).
  uniformBufferCacheMode: bufferCache.exclude(['bucket']).optional(),
  queryResolveBufferCacheMode: bufferCache.optional(),
  defaultBufferCacheMode: bufferCache.optional(),
  preferredLayout: z.enum(['NCHW', 'NHWC']).optional(),
  graphOptimizationLevel: z.enum(['disabled', 'basic', 'extended', 'layout', 'all']).optional(),
});
export type WebgpuOptions = z.output<typeof schema>;

/** The environment's say in them, to find out on a GPU what is fastest there: NAME=VALUE, separated by commas. */
export const webgpuVariable = 'HELDOUT_WEBGPU';

/**
 * @param text as the variable holds it
 * @throws HeldoutError invalid_config where a name or a value is unknown
 */
export function parseWebgpuOptions(text: string): WebgpuOptions {
  const entries = text.split(',').flatMap((entry) => {
    const [name = '', value = ''] = entry.split('=', 2);
    return name.trim() === '' ? [] : [[name.trim(), value.trim()] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(entries));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  throw new HeldoutError(
    'invalid_config',
    `Reading ${webgpuVariable}=${text} failed: ${where ? `${where}: ` : ''}${issue?.message}. Expected NAME=VALUE, ` +
      `separated by commas, with names among ${Object.keys(schema.shape).join(', ')}.`,
  );
}
