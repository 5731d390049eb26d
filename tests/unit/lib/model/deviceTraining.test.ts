import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { RandomStream } from '@/lib/model/random';
import { createModelSession, type ModelSession, type TokenBatch } from '@/lib/model/session';
import { countTargets } from '@/lib/model/tokenBatch';

const model: ModelConfig = {
  dModel: 8,
  heads: 2,
  encoderLayers: 1,
  decoderLayers: 1,
  dFf: 12,
  dropout: 0.1,
  positions: 'learned',
  normPlacement: 'pre',
  activation: 'gelu',
  scaleEmbedding: true,
  tieEmbeddings: true,
  labelSmoothing: 0.1,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 12,
  targetVocab: 11,
  maxLength: 10,
};
const optimizer: OptimizerConfig = {
  kind: 'adamw',
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-9,
  weightDecay: 0.1,
  clipNorm: 0.5,
};
interface Changes {
  model?: Partial<ModelConfig>;
  optimizer?: Partial<OptimizerConfig>;
}
const open = (engine: 'onnx-cpu' | 'tfjs-cpu', changes: Changes = {}, stepsInFlight = 10) =>
  createModelSession({
    stepsInFlight,
    model: { ...model, ...changes.model },
    optimizer: { ...optimizer, ...changes.optimizer },
    seed: 5,
    threads: 1,
    engine,
  });

/**
 * Pairs whose target repeats the source's ids, of several lengths, padded.
 *
 * @param spare positions beside the real ones whose logits are computed; default: all
 */
function copyTask(rows: number, sourceLength: number, spare?: number): TokenBatch {
  const targetLength = sourceLength + 1;
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (targetLength + 1));
  const draws = new Uint32Array(rows * sourceLength);
  new RandomStream(3, 'task').fillWords(draws);
  for (let row = 0; row < rows; row += 1) {
    const length = Math.max(1, sourceLength - (row % 3));
    const ids = [...draws.subarray(row * sourceLength, row * sourceLength + length)].map(
      (draw) => 4 + (draw % 7),
    );
    source.set(ids, row * sourceLength);
    target.set([startId, ...ids, endId], row * (targetLength + 1));
  }
  const batch = { source, target, rows, sourceLength, targetLength };
  return spare === undefined ? batch : { ...batch, targets: countTargets(batch) + spare };
}

/** The largest difference of any number in the two sessions' states, and where it is. */
async function largestDifference(a: ModelSession, b: ModelSession): Promise<[number, string]> {
  const [left, right] = [await a.exportState(), await b.exportState()];
  expect(right.step).toBe(left.step);
  expect(Object.keys(right.tensors)).toEqual(Object.keys(left.tensors));
  let largest: [number, string] = [0, ''];
  for (const [name, { values }] of Object.entries(left.tensors)) {
    for (const [at, value] of values.entries()) {
      const difference = Math.abs(value - (right.tensors[name]?.values[at] ?? Number.NaN));
      if (!(difference <= largest[0])) largest = [difference, name];
    }
  }
  return largest;
}

describe('a training step on a device equals the step in host memory', () => {
  const variants: Record<string, Changes & { spare?: number }> = {
    'adamw, weight decay, clipping, dropout': {},
    'adam with L2, no clipping': { optimizer: { kind: 'adam', weightDecay: 0.01, clipNorm: 0 } },
    'no decay, a norm that is never reached': { optimizer: { kind: 'adam', weightDecay: 0, clipNorm: 1e6 } },
    'post-norm, relu, sinusoidal positions, no smoothing, untied, some target positions': {
      model: {
        normPlacement: 'post',
        activation: 'relu',
        positions: 'sinusoidal',
        labelSmoothing: 0,
        tieEmbeddings: false,
        dropout: 0,
      },
      spare: 1,
    },
  };

  it.each(Object.entries(variants))('%s', async (_, { spare, ...changes }) => {
    const [host, device] = [await open('onnx-cpu', changes), await open('tfjs-cpu', changes)];
    for (let step = 0; step < 4; step += 1) {
      const batch = copyTask(4, 4 + (step % 2), spare);
      const expected = await host.trainStep(batch, step, 1e-2 / (step + 1));
      const actual = await device.trainStep(batch, step, 1e-2 / (step + 1));
      expect(actual.targetTokens).toBe(expected.targetTokens);
      expect(Math.abs(actual.loss - expected.loss), 'loss').toBeLessThan(1e-5);
      expect(Math.abs(actual.gradientNorm - expected.gradientNorm), 'gradient norm').toBeLessThan(1e-5);
    }
    const [difference, name] = await largestDifference(host, device);
    expect(difference, name).toBeLessThan(1e-5);
    await Promise.all([host.dispose(), device.dispose()]);
  });
});

it('evaluates and decodes with the parameters where they are, as in host memory', async () => {
  const [host, device] = [await open('onnx-cpu'), await open('tfjs-cpu')];
  const batch = copyTask(4, 5);
  for (let step = 0; step < 3; step += 1) await host.trainStep(batch, step, 1e-2);
  await device.importState(await host.exportState());
  const [expected, actual] = [await host.evaluate(batch), await device.evaluate(batch)];
  expect(actual.lossSum).toBeCloseTo(expected.lossSum, 4);
  expect({ ...actual, lossSum: 0 }).toEqual({ ...expected, lossSum: 0 });
  const sources = [Int32Array.of(4, 9, 5), Int32Array.of(7), Int32Array.of(4, 5, 6, 7, 8, 9)];
  expect(await device.greedyDecode(sources, 6)).toEqual(await host.greedyDecode(sources, 6));
  await Promise.all([host.dispose(), device.dispose()]);
});

it('leaves parameters, moments and the number of updates as they were when a step diverges', async () => {
  const session = await open('tfjs-cpu');
  await session.trainStep(copyTask(2, 3), 0, 1e-2);
  const state = await session.exportState();
  const bias = state.tensors['parameters/generator.bias'];
  bias?.values.set([Number.NaN], 4);
  await session.importState(state);
  await expect(session.trainStep(copyTask(2, 3), 17, 1e-2)).rejects.toMatchObject({
    code: 'diverged',
    message: expect.stringContaining('step 17'),
  });
  expect(await session.exportState()).toEqual(state);
  await session.dispose();
});

describe('queued steps', () => {
  /** A batch of one length a step, so that several graphs take turns. */
  const queue = async (session: ModelSession, steps: readonly number[]) => {
    for (const step of steps) await session.queueStep(copyTask(2, 3 + (step % 2)), step, 1e-2);
  };

  it.each([1, 2, 5])('come to what each alone comes to, with at most %i under way', async (stepsInFlight) => {
    const [waited, queued] = [await open('tfjs-cpu'), await open('tfjs-cpu', {}, stepsInFlight)];
    const steps = [0, 1, 2, 3, 4];
    const expected = [];
    for (const step of steps) expected.push(await waited.trainStep(copyTask(2, 3 + (step % 2)), step, 1e-2));
    await queue(queued, steps);
    expect(await queued.settle()).toEqual(expected);
    expect(await queued.settle()).toEqual([]);
    expect(await queued.exportState()).toEqual(await waited.exportState());
    await Promise.all([waited.dispose(), queued.dispose()]);
  });

  it.each([1, 3, 10])(
    'behind one that diverged change nothing, with at most %i under way',
    async (stepsInFlight) => {
      const [whole, broken] = [await open('tfjs-cpu'), await open('tfjs-cpu', {}, stepsInFlight)];
      await queue(whole, [0, 1]);
      await queue(broken, [0, 1]);
      const bias = { 'parameter/generator.bias': new Float32Array(model.targetVocab).fill(Number.NaN) };
      const { 'parameter/generator.bias': before = bias['parameter/generator.bias'] } =
        await broken.readParameters();
      await broken.writeParameters(bias);
      const failure = queue(broken, [2])
        // As if what made step 2 diverge were in its batch alone.
        .then(() => broken.writeParameters({ 'parameter/generator.bias': before }))
        .then(() => queue(broken, [3, 4]))
        .then(() => broken.settle());
      await expect(failure).rejects.toMatchObject({ code: 'diverged', step: 2 });
      await broken.writeParameters({ 'parameter/generator.bias': before });
      expect(await broken.exportState()).toEqual(await whole.exportState());
      // And training can go on.
      expect(await broken.trainStep(copyTask(2, 3), 5, 1e-2)).toEqual(
        await whole.trainStep(copyTask(2, 3), 5, 1e-2),
      );
      await Promise.all([whole.dispose(), broken.dispose()]);
    },
  );
});

it('continues bit for bit from an exported state in another session', async () => {
  const batch = copyTask(4, 5);
  const whole = await open('tfjs-cpu');
  for (let step = 0; step < 2; step += 1) await whole.trainStep(batch, step, 1e-2);
  const state = await whole.exportState();
  const resumed = await open('tfjs-cpu');
  await resumed.importState(state);
  for (let step = 2; step < 4; step += 1) {
    expect(await resumed.trainStep(batch, step, 1e-2)).toEqual(await whole.trainStep(batch, step, 1e-2));
  }
  expect(await resumed.exportState()).toEqual(await whole.exportState());
  expect(state.step).toBe(2);
  await Promise.all([whole.dispose(), resumed.dispose()]);
});

it('refuses a state of another model and changes nothing', async () => {
  const [session, other] = [await open('tfjs-cpu'), await open('tfjs-cpu', { model: { dModel: 4 } })];
  const before = await session.exportState();
  await expect(session.importState(await other.exportState())).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('parameters/encoder.embedding'),
  });
  expect(await session.exportState()).toEqual(before);
  await Promise.all([session.dispose(), other.dispose()]);
});

it('leaves no tensor behind: none a step, none after the session', async () => {
  const before = tf.memory().numTensors;
  const session = await open('tfjs-cpu');
  const batch = copyTask(2, 3);
  await session.trainStep(batch, 0, 1e-2);
  const during = tf.memory().numTensors;
  await session.trainStep(batch, 1, 1e-2);
  await session.evaluate(batch);
  await session.exportState();
  expect(tf.memory().numTensors).toBe(during);
  await session.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
