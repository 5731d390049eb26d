import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Program, Signature, TensorValues } from '@/lib/engine/engine';
import { outputName } from '@/lib/engine/graph';
import { writeOnnx } from '@/lib/engine/onnxWriter';
import { allocate, sizeOf } from '@/lib/engine/tensors';
import { trace } from '@/lib/engine/tracer';
import type { ModelConfig } from '@/lib/model/config';
import { momentSignature, trainStepProgram } from '@/lib/model/optimizerProgram';
import { parameterSignature } from '@/lib/model/parameterInputs';
import { RandomStream } from '@/lib/model/random';
import { recordSignature } from '@/lib/model/stepRecord';

type Values = Record<string, TensorValues>;

/** Runs a program in the form that a GPU gets, on the processor. */
async function run(program: Program, signature: Signature, feeds: Values, replicas?: number) {
  const graph = trace(program, signature, 'gpu', replicas);
  const session = await InferenceSession.create(writeOnnx(graph), { graphOptimizationLevel: 'disabled' });
  const outputs = await session.run(
    Object.fromEntries(
      graph.inputs.map(({ name, shape, type }) => {
        if (type === 'int64') throw new TypeError(`${name} is int64`);
        return [name, new Tensor(type, feeds[name] ?? [], shape)];
      }),
    ),
  );
  await session.release();
  return Object.fromEntries(
    graph.outputs.map(({ name, shape }) => [
      name,
      { shape, values: Array.from(outputs[outputName(name)]?.data ?? [], Number) },
    ]),
  );
}

/** Other numbers for each replica and input; integers below the bound that an int32 input's name ends with, or below 11. */
function feedsOf(signature: Signature, replica: number): Values {
  return Object.fromEntries(
    Object.entries(signature).map(([name, spec]) => {
      const values = allocate(spec);
      const draws = new Uint32Array(sizeOf(spec));
      new RandomStream(replica, name).fillWords(draws);
      const bound = Number(name.split('<')[1] ?? 11);
      for (const [at, draw] of draws.entries()) {
        // What a step divides by, or takes the root of, is positive; the others have either sign, as parameters do.
        const share = draw / 2 ** 32;
        const isPositive = /^(secondMoment|record|rootCorrection|dropout)/.test(name);
        const value = name === 'dropout/bits' ? draw >>> 16 : share + (isPositive ? 0.6 : -0.5);
        values[at] = spec.type === 'int32' ? draw % bound : value;
      }
      return [name, values];
    }),
  );
}

function joined(signature: Signature, feeds: readonly Values[]): Values {
  return Object.fromEntries(
    Object.entries(signature).map(([name, spec]) => {
      const size = sizeOf(spec);
      const values = allocate({ ...spec, shape: [feeds.length, ...spec.shape] });
      for (const [replica, each] of feeds.entries()) values.set(each[name] ?? [], replica * size);
      return [name, values];
    }),
  );
}

/** Each replica's part of what all together came to, beside what it came to alone. */
async function compared(program: Program, signature: Signature, replicas = 3) {
  const feeds = Array.from({ length: replicas }, (_, replica) => feedsOf(signature, replica));
  const together = await run(program, signature, joined(signature, feeds), replicas);
  const alone = await Promise.all(feeds.map((each) => run(program, signature, each)));
  return alone.map((outputs, replica) =>
    Object.entries(outputs).map(([name, { shape, values }]) => {
      expect(together[name]?.shape, name).toEqual([replicas, ...shape]);
      const part = together[name]?.values.slice(replica * values.length, (replica + 1) * values.length);
      return { name, alone: values, together: part ?? [] };
    }),
  );
}

const floats = (...shape: number[]) => ({ shape, type: 'float32' }) as const;
const integers = (...shape: number[]) => ({ shape, type: 'int32' }) as const;

const programs: Record<string, [Signature, Program]> = {
  'values of fewer axes, and constants': [
    { a: floats(2, 3, 4), b: floats(4), c: floats() },
    ({ a = tf.scalar(0), b = tf.scalar(0), c = tf.scalar(0) }) => ({
      sum: tf.add(tf.mul(a, b), tf.add(c, [1, 2, 3, 4])),
      chosen: tf.where(tf.greater(a, c), a, tf.zerosLike(a)),
    }),
  ],
  'matrix products, transposed or not, of stacks too, and with a row added': [
    { a: floats(3, 4), b: floats(3, 5), row: floats(5), stack: floats(2, 4, 3) },
    ({ a = tf.scalar(0), b = tf.scalar(0), row = tf.scalar(0), stack = tf.scalar(0) }) => ({
      transposed: tf.add(tf.matMul(a, b, true), row),
      right: tf.matMul(b, b, false, true),
      stacked: tf.matMul(stack, stack, false, true),
      byConstant: tf.matMul(a, tf.ones([4, 2])),
      ofConstant: tf.matMul(tf.ones([2, 3]), a),
    }),
  ],
  'shapes, axes and parts': [
    { x: floats(2, 3, 4), y: floats(2, 1, 4) },
    ({ x = tf.scalar(0), y = tf.scalar(0) }) => ({
      turned: tf.transpose(x, [2, 0, 1]),
      flat: tf.reshape(x, [6, 4]),
      part: tf.slice(x, [0, 1, 1], [2, 2, 3]),
      joined: tf.concat([x, y, tf.ones([2, 1, 4])], 1),
      padded: tf.pad(
        x,
        [
          [0, 1],
          [1, 0],
          [0, 2],
        ],
        7,
      ),
      repeated: tf.tile(y, [1, 3, 1]),
    }),
  ],
  'sums, means, extremes and softmax along an axis': [
    { x: floats(3, 4) },
    ({ x = tf.scalar(0) }) => ({
      rows: tf.sum(x, 1),
      columns: tf.mean(x, 0, true),
      all: tf.max(x),
      least: tf.min(x, 1),
      shares: tf.softmax(x),
    }),
  ],
  "rows of each replica's own table, of a constant one, and by constant places": [
    { table: floats(5, 2), 'places<5': integers(7) },
    ({ table = tf.scalar(0), 'places<5': places = tf.scalar(0) }) => ({
      own: tf.gather(table, tf.reshape<tf.Rank.R1>(places, [7])),
      constant: tf.gather(
        tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2]),
        tf.reshape<tf.Rank.R1>(places, [7]),
      ),
      fixed: tf.gather(table, tf.tensor1d([4, 0], 'int32')),
      added: tf.unsortedSegmentSum(tf.ones([7, 2]), tf.reshape<tf.Rank.R1>(places, [7]), 5),
      counted: tf.unsortedSegmentSum(
        tf.mul(tf.gather(table, tf.reshape<tf.Rank.R1>(places, [7])), 2),
        tf.reshape<tf.Rank.R1>(places, [7]),
        5,
      ),
    }),
  ],
  'single elements, read and written': [
    { x: floats(3, 4), 'columns<4': integers(3), y: floats(3) },
    ({ x = tf.scalar(0), 'columns<4': columns = tf.scalar(0), y = tf.scalar(0) }) => {
      const places = tf.stack([tf.range(0, 3, 1, 'int32'), columns], 1);
      return { read: tf.gatherND(x, places), written: tf.tensorScatterUpdate(x, places, y) };
    },
  ],
  'what does not depend on a replica': [
    { x: floats(2) },
    ({ x = tf.scalar(0) }) => ({ x, same: tf.add(tf.ones([3]), 1) }),
  ],
};

describe('a program written for several replicas computes what it computes for each alone', () => {
  it.each(Object.entries(programs))('%s', async (_, [signature, program]) => {
    for (const outputs of await compared(program, signature)) {
      for (const { name, alone, together } of outputs) {
        expect(together.length, name).toBe(alone.length);
        for (const [at, value] of alone.entries()) expect(together[at], name).toBeCloseTo(value, 5);
      }
    }
  });

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
  const models: Record<string, ModelConfig> = {
    'pre-norm, gelu, learned positions, tied': model,
    'post-norm, relu, sinusoidal positions, untied': {
      ...model,
      normPlacement: 'post',
      activation: 'relu',
      positions: 'sinusoidal',
      tieEmbeddings: false,
      labelSmoothing: 0,
    },
  };
  it.each(Object.entries(models))('a whole training step: %s', async (_, config) => {
    const { program, signature } = trainStepProgram(
      config,
      { kind: 'adamw', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0.1, clipNorm: 1 },
      { rows: 2, sourceLength: 3, targetLength: 4, targets: 7 },
    );
    const whole = {
      ...signature,
      ...parameterSignature(config),
      ...momentSignature(config),
      ...recordSignature(3),
    };
    // Places that are all different, as batchFeeds gives them.
    const fixed: Program = (inputs) =>
      program({ ...inputs, predicted: tf.tensor1d([0, 2, 1, 4, 5, 6, 7], 'int32') });
    for (const outputs of await compared(fixed, whole)) {
      for (const { name, alone, together } of outputs) {
        const largest = Math.max(...alone.map((value, at) => Math.abs(value - (together[at] ?? Number.NaN))));
        expect(largest, name).toBeLessThan(1e-5);
      }
    }
  });

  it('refuses an operation without a form for replicas by its name', () => {
    const ordered: Program = ({ x = tf.scalar(0) }) => ({ ...tf.topk(x, 1) });
    expect(() => trace(ordered, { x: floats(4) }, 'cpu', 2)).toThrow(/TopK .*no form for replicas/s);
  });
});
