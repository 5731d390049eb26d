import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { HeldoutError } from '@/lib/domain/errors';
import type { EngineId } from '@/lib/engine/types';
import { padId } from '@/lib/model/config';
import {
  batchOf,
  modelOf,
  parseReference,
  quantities,
  type ReferenceCheck,
  toleranceOf,
} from '@/lib/model/referenceCheck';
import { createModelSession } from '@/lib/model/session';
import { referenceFile } from '@/tests/referenceFiles';
import { swiftShaderEnvironment } from '@/tests/swiftShader';
import { checkEngine } from '@/workers/engineCheck';

/** The file says of itself: PyTorch 1.13.0a0, float64, rounded to 9 digits. */
const path = referenceFile('reference/transformer.json');
const cases = path === null ? [] : parseReference(readFileSync(path, 'utf8'), path);

interface Tried {
  id: EngineId;
  threads: number;
  env?: Record<string, string>;
}

const swiftShader = swiftShaderEnvironment();
const engines: Tried[] = [
  { id: 'onnx-cpu', threads: 1 },
  { id: 'onnx-cpu', threads: 2 },
  { id: 'tfjs-cpu', threads: 1 },
  { id: 'tfjs-node', threads: 1 },
  { id: 'tfjs-node-gpu', threads: 1 },
  { id: 'onnx-cuda', threads: 1 },
  ...(swiftShader ? [{ id: 'onnx-webgpu', threads: 1, env: swiftShader } as const] : []),
];

/** A software rasteriser compiles and runs several hundred shaders for each case. */
const limitMs = 300_000;

describe.skipIf(path === null)('the Transformer agrees with PyTorch', () => {
  const differences: Record<string, Record<string, string>> = {};
  afterAll(() => console.table(differences));

  it.for(engines)(
    'in loss, logits, gradients, Adam steps and translations on $id, $threads threads',
    { timeout: limitMs },
    async ({ id, threads, env }, { skip }) => {
      const check = await unlessUnavailable(id, checkEngine(path ?? '', { id, threads }, env));
      if (typeof check === 'string') return skip(check);
      for (const { name, maxAbs } of check.cases) {
        const shown = quantities.map((quantity) => [quantity, maxAbs[quantity].toExponential(2)]);
        differences[`${id}, ${threads}: ${name}`] = Object.fromEntries(shown);
      }
      for (const { name, maxAbs, greedyTokensAgree } of check.cases) {
        for (const quantity of quantities) {
          expect(maxAbs[quantity], `${quantity} of ${name}`).toBeLessThan(toleranceOf(id));
        }
        expect(greedyTokensAgree, `translations of ${name}`).toBe(true);
      }
      expect(check.passed).toBe(true);
      expect(check.cases.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
    },
  );

  it.for(cases)('and counts the same right predictions: $name', async (reference) => {
    const session = await createModelSession({
      model: modelOf(reference),
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 0 },
      seed: 1,
      threads: 1,
    });
    const state = await session.exportState();
    for (const [name, { shape, values }] of Object.entries(reference.parameters)) {
      state.tensors[`parameters/${name}`] = { shape, values: Float32Array.from(values) };
    }
    await session.importState(state);
    const { correct, targetTokens } = await session.evaluate(batchOf(reference));
    expect(targetTokens).toBe(reference.targetOut.flat().filter((id) => id !== padId).length);
    expect(correct / targetTokens).toBeCloseTo(reference.tokenAccuracy, 6);
    await session.dispose();
  });
});

/** @returns why this machine does not have the engine; the CPU's own it must have */
async function unlessUnavailable(
  id: EngineId,
  check: Promise<ReferenceCheck>,
): Promise<ReferenceCheck | string> {
  try {
    return await check;
  } catch (error) {
    const isMissing = error instanceof HeldoutError && error.code === 'engine_unavailable';
    if (isMissing && id !== 'onnx-cpu') return error.message;
    throw error;
  }
}
