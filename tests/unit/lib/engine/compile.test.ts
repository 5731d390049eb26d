import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createEngine, type Program, type Signature, type TensorValues } from '@/lib/engine/engine';

const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });

async function run(program: Program, signature: Signature, feeds: Record<string, TensorValues>) {
  const executable = await engine.compile(program, signature);
  const outputs = await executable.run(feeds);
  const copies = Object.entries(outputs).map(([name, values]) => [name, Array.from(values)]);
  await executable.dispose();
  return Object.fromEntries(copies);
}

const floats = (...shape: number[]) => ({ shape, type: 'float32' }) as const;
const integers = (...shape: number[]) => ({ shape, type: 'int32' }) as const;
const input = (inputs: Readonly<Record<string, tf.Tensor>>, name: string) => {
  const tensor = inputs[name];
  if (tensor === undefined) throw new RangeError(name);
  return tensor;
};

describe('a compiled program computes what TensorFlow.js defines', () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  const transposed = Float32Array.of(1, 4, 2, 5, 3, 6);
  const product = [14, 32, 32, 77];

  it.each([
    {
      transposeA: false,
      transposeB: false,
      a: floats(2, 3),
      b: floats(3, 2),
      feeds: { a: matrix, b: transposed },
    },
    {
      transposeA: false,
      transposeB: true,
      a: floats(2, 3),
      b: floats(2, 3),
      feeds: { a: matrix, b: matrix },
    },
    {
      transposeA: true,
      transposeB: false,
      a: floats(3, 2),
      b: floats(3, 2),
      feeds: { a: transposed, b: transposed },
    },
    {
      transposeA: true,
      transposeB: true,
      a: floats(3, 2),
      b: floats(2, 3),
      feeds: { a: transposed, b: matrix },
    },
  ])(
    'matMul with transposes $transposeA and $transposeB',
    async ({ transposeA, transposeB, a, b, feeds }) => {
      const program: Program = (x) => ({
        y: tf.matMul(input(x, 'a'), input(x, 'b'), transposeA, transposeB),
      });
      expect(await run(program, { a, b }, feeds)).toEqual({ y: product });
    },
  );

  it('broadcasts, reduces and reshapes', async () => {
    const program: Program = ({ x = tf.scalar(0) }) => ({
      mean: tf.mean(x, 0),
      max: tf.max(x, -1, true),
      total: tf.sum(x),
      shifted: tf.sub(x, tf.tensor1d([1, 2, 3])),
      transposed: tf.transpose(x),
      lastColumn: tf.slice(x, [0, 2], [-1, 1]),
      padded: tf.pad(tf.reshape(x, [6]), [[1, 2]]),
      joined: tf.concat([x, x], 1),
      chosen: tf.where(tf.greater(x, 3), x, tf.zerosLike(x)),
      best: tf.argMax(x, 1),
      oneHot: tf.oneHot(tf.tensor1d([1, 0], 'int32'), 2),
    });
    expect(await run(program, { x: floats(2, 3) }, { x: matrix })).toEqual({
      mean: [2.5, 3.5, 4.5],
      max: [3, 6],
      total: [21],
      shifted: [0, 0, 0, 3, 3, 3],
      transposed: [1, 4, 2, 5, 3, 6],
      lastColumn: [3, 6],
      padded: [0, 1, 2, 3, 4, 5, 6, 0, 0],
      joined: [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
      chosen: [0, 0, 0, 4, 5, 6],
      best: [2, 2],
      oneHot: [0, 1, 1, 0],
    });
  });

  it('adds the gradients of rows that were gathered more than once, on any number of threads', async () => {
    const rows = 4096;
    const width = 64;
    const ids = Int32Array.from({ length: rows }, (_, row) => row % 2);
    const program: Program = (x) => ({
      y: tf.unsortedSegmentSum(input(x, 'updates'), tf.reshape<tf.Rank.R1>(input(x, 'ids'), [rows]), 2),
    });
    for (const threads of [1, 2]) {
      const executable = await (await createEngine({ id: 'onnx-cpu', threads })).compile(program, {
        updates: floats(rows, width),
        ids: integers(rows),
      });
      const { y } = await executable.run({ updates: new Float32Array(rows * width).fill(1), ids });
      expect(new Set(y)).toEqual(new Set([rows / 2]));
      await executable.dispose();
    }
  });

  it('returns an input or a constant, and one value under two names', async () => {
    const program: Program = ({ x = tf.scalar(0) }) => ({ x2: x, again: x, seven: tf.scalar(7) });
    expect(await run(program, { x: floats(2) }, { x: Float32Array.of(1, 2) })).toEqual({
      x2: [1, 2],
      again: [1, 2],
      seven: [7],
    });
  });

  it('writes results to arrays given by the caller', async () => {
    const executable = await engine.compile(({ x = tf.scalar(0) }) => ({ y: tf.mul(x, 2) }), {
      x: floats(2),
    });
    const y = new Float32Array(2);
    await executable.run({ x: Float32Array.of(1, 2) }, { y });
    expect([...y]).toEqual([2, 4]);
    await executable.dispose();
  });
});

describe('gradients', () => {
  // Central differences in float32: the step is large, so functions and points are smooth and of order one.
  const step = 1e-2;
  const points = Float32Array.of(0.3, -0.7, 1.2, 0.9, -0.4, 0.6);
  const programs: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    abs: (x) => tf.abs(x),
    erf: (x) => tf.erf(x),
    log: (x) => tf.log(tf.add(x, 2)),
    square: (x) => tf.square(x),
    exp: (x) => tf.exp(x),
    relu: (x) => tf.relu(x),
    sigmoid: (x) => tf.sigmoid(x),
    tanh: (x) => tf.tanh(x),
    sqrt: (x) => tf.sqrt(tf.add(x, 2)),
    rsqrt: (x) => tf.rsqrt(tf.add(x, 2)),
    reciprocal: (x) => tf.reciprocal(tf.add(x, 2)),
    negation: (x) => tf.neg(x),
    'difference, broadcast': (x) => tf.sub(tf.mean(x, 0), x),
    'quotient, broadcast': (x) => tf.div(tf.sum(x, 1, true), tf.add(x, 2)),
    'squared difference': (x) => tf.squaredDifference(x, tf.mean(x, 1, true)),
    'maximum and minimum': (x) => tf.maximum(tf.minimum(x, 0.5), tf.neg(x)),
    softmax: (x) => tf.square(tf.softmax(x)),
    'log softmax': (x) => tf.square(tf.logSoftmax(x)),
    'matrix product, transposed': (x) => tf.matMul(x, tf.exp(x), false, true),
    'matrix product, both transposed': (x) => tf.matMul(x, tf.reshape(tf.exp(x), [3, 2]), true, true),
    transpose: (x) => tf.matMul(tf.transpose(x), x),
    'slice and expanded axis': (x) => tf.square(tf.expandDims(tf.slice(x, [0, 1], [2, 2]), 0)),
    gather: (x) => tf.square(tf.gather(x, tf.tensor1d([1, 0, 1], 'int32'))),
    where: (x) => tf.where(tf.tensor2d([1, 0, 1, 0, 1, 0], [2, 3], 'bool'), tf.square(x), tf.exp(x)),
    tile: (x) => tf.square(tf.broadcastTo(tf.reshape(x, [1, 6]), [3, 6])),
  };

  it.each(Object.entries(programs))('of %s agree with finite differences', async (_, f) => {
    // Weights make the function of the outputs depend on each differently.
    const scalar = (x: tf.Tensor) => {
      const y = f(x);
      const weights = tf.tensor(
        Float32Array.from({ length: y.size }, (_, at) => 0.5 + (at % 3)),
        y.shape,
      );
      return tf.sum<tf.Scalar>(tf.mul(y, weights));
    };
    const executable = await engine.compile(
      ({ x = tf.scalar(0) }) => {
        const { value, grads } = tf.valueAndGrads(scalar)([x]);
        return { value, gradient: grads[0] ?? value };
      },
      { x: floats(2, 3) },
    );
    const valueAt = async (x: Float32Array) => (await executable.run({ x }))['value']?.[0] ?? Number.NaN;
    const { gradient = [] } = await executable.run({ x: points });
    const analytic = [...gradient];
    for (const [at, derivative] of analytic.entries()) {
      const [above, below] = [points.slice(), points.slice()];
      above[at] = (points[at] ?? 0) + step;
      below[at] = (points[at] ?? 0) - step;
      const numeric = ((await valueAt(above)) - (await valueAt(below))) / (2 * step);
      expect(Math.abs(numeric - derivative), `element ${at}`).toBeLessThan(
        5e-3 * Math.max(1, Math.abs(numeric)),
      );
    }
    await executable.dispose();
  });
});

describe('a program that cannot be compiled', () => {
  it('names the kernel, its shapes and the calling line', async () => {
    const compiled = engine.compile(({ x = tf.scalar(0) }) => ({ y: tf.cumsum(x) }), { x: floats(3) });
    await expect(compiled).rejects.toMatchObject({
      code: 'unsupported_kernel',
      message: expect.stringMatching(/kernel Cumsum \(x \[3\]\), called at .*compile\.test\.ts:\d+:\d+/),
    });
  });

  it('names the kernel that has no gradient', async () => {
    const program: Program = ({ x = tf.scalar(0) }) => ({
      y: tf.grad((x: tf.Tensor) => tf.sum(tf.pow(x, 3)))(x),
    });
    await expect(engine.compile(program, { x: floats(3) })).rejects.toMatchObject({
      code: 'unsupported_kernel',
      message: expect.stringContaining('gradient function not found for Pow'),
    });
  });

  it('says that values cannot be read', async () => {
    const program: Program = ({ x = tf.scalar(0) }) => ({ y: tf.scalar(x.dataSync()[0] ?? 0) });
    await expect(engine.compile(program, { x: floats(3) })).rejects.toMatchObject({
      code: 'unsupported_kernel',
    });
  });

  it('leaves the engine usable', async () => {
    await expect(
      engine.compile(({ x = tf.scalar(0) }) => ({ y: tf.cumsum(x) }), { x: floats(3) }),
    ).rejects.toThrow();
    expect(
      await run(({ x = tf.scalar(0) }) => ({ y: tf.neg(x) }), { x: floats(1) }, { x: Float32Array.of(1) }),
    ).toEqual({
      y: [-1],
    });
  });
});

it('refuses a feed of the wrong size by name', async () => {
  const executable = await engine.compile(({ x = tf.scalar(0) }) => ({ y: tf.neg(x) }), { x: floats(2, 3) });
  await expect(executable.run({ x: new Float32Array(5) })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('x has 5 elements, expected float32 [2,3]'),
  });
  await executable.dispose();
});

it('keeps no tensors alive between traces', async () => {
  const before = tf.memory().numTensors;
  await run(
    ({ x = tf.scalar(0) }) => ({ y: tf.softmax(tf.mul(x, 2)) }),
    { x: floats(2) },
    { x: Float32Array.of(1, 2) },
  );
  expect(tf.memory().numTensors).toBe(before);
});
