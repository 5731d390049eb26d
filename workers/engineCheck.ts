import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HeldoutError } from '@/lib/domain/errors';
import { metricValueSchema } from '@/lib/domain/metric';
import type { EngineId, EngineOptions } from '@/lib/engine/types';
import type { ReferenceCheck } from '@/lib/model/referenceCheck';
import { runTask } from './childTask';
import { explainReason } from './engineReasons';
import { engineIdSchema } from './trainerMessages';

/** Engines that no driver takes part in: they are safe in this very process. */
const ownEngines: readonly EngineId[] = ['onnx-cpu', 'tfjs-cpu'];

/** A software rasteriser takes minutes where a GPU takes seconds. */
const limitMs = 10 * 60_000;

const checkSchema: z.ZodType<ReferenceCheck> = z.object({
  engine: engineIdSchema,
  passed: z.boolean(),
  cases: z.array(
    z.object({
      name: z.string(),
      maxAbs: z.object({
        loss: metricValueSchema,
        logits: metricValueSchema,
        gradients: metricValueSchema,
        adamLosses: metricValueSchema,
        parametersAfter: metricValueSchema,
      }),
      greedyTokensAgree: z.boolean(),
    }),
  ),
});

/**
 * Runs every case of a reference file on an engine.
 *
 * @param env for the engine's process, where it has one of its own
 * @throws HeldoutError invalid_input where the file cannot be read or is none, engine_unavailable where the engine does
 *   not work here (a driver that aborts or hangs included), unsupported_kernel
 */
export async function checkEngine(
  path: string,
  options: EngineOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<ReferenceCheck> {
  const text = await readReference(path);
  // The engines' native libraries are loaded only where they are used.
  const { checkReference, parseReference } = await import('@/lib/model/referenceCheck');
  const cases = parseReference(text, path);
  if (ownEngines.includes(options.id)) return checkReference(cases, options);
  const result = await runTask({
    script: new URL('./engineCheckTask.ts', import.meta.url),
    args: [path, options.id, String(options.threads)],
    schema: checkSchema,
    limitMs,
    env,
  });
  if (result.ok) return result.value;
  throw new HeldoutError(
    result.code ?? 'engine_unavailable',
    await explainReason(
      result.code
        ? result.reason
        : `Checking engine ${options.id} in a process of its own failed: ${result.reason}.`,
      result.output,
    ),
  );
}

async function readReference(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new HeldoutError('invalid_input', `cannot read the reference file ${path} (${reason})`, { cause });
  }
}
