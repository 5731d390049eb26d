import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from '@/lib/engine/engine';
import { endId, type ModelConfig, padId } from '@/lib/model/config';
import { parameterInput, parameterSignature } from '@/lib/model/parameterInputs';
import { parametersOf } from '@/lib/model/parameters';
import {
  evaluateProgram,
  gradientOutput,
  gradientProgram,
  logitsProgram,
  type ShapedProgram,
} from '@/lib/model/programs';
import { createModelSession, type ModelSession, type TokenBatch } from '@/lib/model/session';
import { referenceFile } from '@/tests/referenceFiles';

// The file says of itself: PyTorch 1.13.0a0, float64, rounded to 9 digits.
const tensor = z.object({ shape: z.array(z.number()), values: z.array(z.number()) });
const referenceCase = z.object({
  name: z.string(),
  config: z.object({
    dModel: z.number(),
    heads: z.number(),
    layers: z.number(),
    dFf: z.number(),
    sourceVocab: z.number(),
    targetVocab: z.number(),
    maxLength: z.number(),
    positions: z.enum(['learned', 'sinusoidal']),
    normPlacement: z.enum(['post', 'pre']),
    scaleEmbedding: z.boolean(),
    activation: z.enum(['relu', 'gelu']),
    labelSmoothing: z.number(),
    normEpsilon: z.number(),
  }),
  parameters: z.record(z.string(), tensor),
  source: z.array(z.array(z.number())),
  targetIn: z.array(z.array(z.number())),
  targetOut: z.array(z.array(z.number())),
  logits: tensor,
  loss: z.number(),
  tokenAccuracy: z.number(),
  gradients: z.record(z.string(), z.array(z.number())),
  adam: z.object({
    learningRate: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
    losses: z.array(z.number()),
    parametersAfter: z.record(z.string(), z.array(z.number())),
  }),
  greedyAfterAdam: z.object({ maxNewTokens: z.number(), tokens: z.array(z.array(z.number())) }),
});
type ReferenceCase = z.infer<typeof referenceCase>;

const tolerance = 1e-4;
const path = referenceFile('reference/transformer.json');
const cases =
  path === null
    ? []
    : z.object({ cases: z.array(referenceCase) }).parse(JSON.parse(readFileSync(path, 'utf8'))).cases;

function modelConfig({ config }: ReferenceCase): ModelConfig {
  const { layers, ...same } = config;
  return {
    ...same,
    encoderLayers: layers,
    decoderLayers: layers,
    dropout: 0,
    tieEmbeddings: false,
    initializer: 'glorot-uniform',
  };
}

function batchOf({ source, targetIn, targetOut }: ReferenceCase): TokenBatch {
  const target = targetIn.map((row, index) => [row[0] ?? padId, ...(targetOut[index] ?? [])]);
  return {
    source: Int32Array.from(source.flat()),
    target: Int32Array.from(target.flat()),
    rows: source.length,
    sourceLength: source[0]?.length ?? 0,
    targetLength: targetOut[0]?.length ?? 0,
  };
}

function largestDifference(actual: ArrayLike<number> | undefined, expected: readonly number[]): number {
  if (actual?.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (actual[at] ?? NaN))), 0);
}

async function sessionOf(reference: ReferenceCase): Promise<ModelSession> {
  const { beta1, beta2, epsilon } = reference.adam;
  const session = await createModelSession({
    model: modelConfig(reference),
    optimizer: { kind: 'adam', beta1, beta2, epsilon, weightDecay: 0, clipNorm: 0 },
    seed: 1,
    threads: 1,
  });
  const state = await session.exportState();
  for (const [name, { shape, values }] of Object.entries(reference.parameters)) {
    state.tensors[`parameters/${name}`] = { shape, values: Float32Array.from(values) };
  }
  await session.importState(state);
  return session;
}

describe.skipIf(path === null)('the Transformer agrees with PyTorch', () => {
  const differences: Record<string, Record<string, number>> = {};
  const record = (name: string, quantity: string, difference: number) => {
    differences[name] = { ...differences[name], [quantity]: difference };
    return difference;
  };
  afterAll(() => console.table(differences));

  describe.each(cases)('$name', (reference) => {
    const config = modelConfig(reference);
    const batch = batchOf(reference);
    const feeds = { source: batch.source, target: batch.target };
    const compile = async ({ program, signature }: ShapedProgram) => {
      const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
      const parameters = Object.entries(reference.parameters).map(
        ([name, { values }]) => [parameterInput(name), Float32Array.from(values)] as const,
      );
      const state = await engine.createState(parameterSignature(config), Object.fromEntries(parameters));
      return engine.compile(program, signature, { states: [state] });
    };

    it('has the same parameters in the same order', () => {
      expect(parametersOf(config).map(({ name, shape }) => [name, shape])).toEqual(
        Object.entries(reference.parameters).map(([name, { shape }]) => [name, shape]),
      );
    });

    it('computes the same logits', async () => {
      const executable = await compile(logitsProgram(config, batch));
      const { logits } = await executable.run(feeds);
      expect(
        record(reference.name, 'logits', largestDifference(logits, reference.logits.values)),
      ).toBeLessThan(tolerance);
      await executable.dispose();
    });

    it('computes the same loss and gradients', async () => {
      const executable = await compile(gradientProgram(config, batch));
      const outputs = await executable.run(feeds);
      expect(
        record(reference.name, 'loss', largestDifference(outputs['loss'], [reference.loss])),
      ).toBeLessThan(tolerance);
      const gradients = Object.entries(reference.gradients).map(([name, values]) =>
        largestDifference(outputs[gradientOutput(name)], values),
      );
      expect(record(reference.name, 'gradients', Math.max(...gradients))).toBeLessThan(tolerance);
      await executable.dispose();
    });

    it('counts the same right predictions', async () => {
      const executable = await compile(evaluateProgram(config, batch));
      const { correct } = await executable.run(feeds);
      const targets = reference.targetOut.flat().filter((id) => id !== padId).length;
      expect((correct?.[0] ?? NaN) / targets).toBeCloseTo(reference.tokenAccuracy, 6);
      await executable.dispose();
    });

    it('trains the same way with Adam and then translates the same way', async () => {
      const session = await sessionOf(reference);
      const losses: number[] = [];
      for (let step = 1; step <= reference.adam.losses.length; step += 1) {
        losses.push((await session.trainStep(batch, step, reference.adam.learningRate)).loss);
      }
      expect(
        record(reference.name, 'adamLosses', largestDifference(losses, reference.adam.losses)),
      ).toBeLessThan(tolerance);
      const { tensors } = await session.exportState();
      const parameters = Object.entries(reference.adam.parametersAfter).map(([name, values]) =>
        largestDifference(tensors[`parameters/${name}`]?.values, values),
      );
      expect(record(reference.name, 'parametersAfter', Math.max(...parameters))).toBeLessThan(tolerance);

      const { maxNewTokens, tokens } = reference.greedyAfterAdam;
      const sources = reference.source.map((row) => Int32Array.from(row));
      const decoded = await session.greedyDecode(sources, maxNewTokens);
      // The reference goes on after END, a translation does not; its first token is START.
      const untilEnd = tokens.map((row) => {
        const end = row.indexOf(endId);
        return row.slice(1, end === -1 ? undefined : end);
      });
      expect(decoded).toEqual(untilEnd);
      await session.dispose();
    });
  });
});
