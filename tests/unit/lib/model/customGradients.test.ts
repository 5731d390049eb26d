import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createEngine, type Signature } from '@/lib/engine/engine';
import { attend, keysAndValues } from '@/lib/model/attention';
import { layerNorm, type Parameters, parameter } from '@/lib/model/layers';
import { meanCrossEntropy } from '@/lib/model/loss';
import { takeRows } from '@/lib/model/takeRows';

/**
 * Central differences in float32 through the engine itself: the step is large, so values are of order one and the functions
 * smooth; the truncation error of the step squared is below the tolerance.
 */
const step = 1e-2;
const tolerance = 5e-3;

const floats = (...shape: number[]) => ({ shape, type: 'float32' }) as const;

function valuesOf(name: string, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, at) => Math.sin(1 + at * 1.37 + name.length * 0.7));
}

async function expectGradients(signature: Signature, loss: (inputs: Parameters) => tf.Tensor): Promise<void> {
  const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
  const names = Object.keys(signature);
  const executable = await engine.compile((inputs) => {
    const scalar = (...tensors: tf.Tensor[]) => {
      const y = loss(
        Object.fromEntries(names.flatMap((name, i) => (tensors[i] ? [[name, tensors[i]]] : []))),
      );
      // Weights make the loss depend on each element of a result differently.
      const weights = tf.tensor(
        Float32Array.from({ length: y.size }, (_, at) => 0.5 + (at % 3)),
        y.shape,
      );
      return tf.sum<tf.Scalar>(tf.mul(y, weights));
    };
    const { value, grads } = tf.valueAndGrads(scalar)(names.map((name) => parameter(inputs, name)));
    return {
      value,
      ...Object.fromEntries(names.flatMap((name, i) => (grads[i] ? [[`d ${name}`, grads[i]]] : []))),
    };
  }, signature);
  const point = Object.fromEntries(
    Object.entries(signature).map(([name, { shape }]) => [
      name,
      valuesOf(
        name,
        shape.reduce((product, size) => product * size, 1),
      ),
    ]),
  );
  const valueAt = async (changed: Record<string, Float32Array>) =>
    (await executable.run({ ...point, ...changed }))['value']?.[0] ?? Number.NaN;
  const outputs = await executable.run(point);
  const analytic = names.map((name) => [name, [...(outputs[`d ${name}`] ?? [])]] as const);
  for (const [name, gradient] of analytic) {
    expect(gradient, name).toHaveLength(point[name]?.length ?? -1);
    for (const [at, derivative] of gradient.entries()) {
      const movedBy = async (by: number) => {
        const moved = (point[name] ?? new Float32Array()).slice();
        moved[at] = (moved[at] ?? 0) + by;
        return valueAt({ [name]: moved });
      };
      const [above, below] = [await movedBy(step), await movedBy(-step)];
      const numeric = (above - below) / (2 * step);
      expect(Math.abs(numeric - derivative), `d ${name}[${at}]: ${numeric} and ${derivative}`).toBeLessThan(
        tolerance * Math.max(1, Math.abs(numeric)),
      );
    }
  }
  await executable.dispose();
}

describe('a custom gradient agrees with finite differences', () => {
  it('layer normalization, by its input, scale and bias', async () => {
    await expectGradients({ x: floats(3, 5), 'norm.scale': floats(5), 'norm.bias': floats(5) }, (inputs) =>
      layerNorm(parameter(inputs, 'x'), inputs, 'norm', 1e-6),
    );
  });

  it.each([
    { tied: false, smoothing: 0 },
    { tied: false, smoothing: 0.2 },
    { tied: true, smoothing: 0 },
    { tied: true, smoothing: 0.2 },
  ])('cross-entropy, by states, kernel and bias: %o', async ({ tied, smoothing }) => {
    const kernel = tied ? floats(6, 3) : floats(3, 6);
    await expectGradients({ x: floats(4, 3), kernel, bias: floats(6) }, (inputs) =>
      meanCrossEntropy(
        parameter(inputs, 'x'),
        { kernel: parameter(inputs, 'kernel'), bias: parameter(inputs, 'bias'), tied },
        // 0 is padding: the third row has no label and must have no gradient.
        tf.tensor1d([4, 1, 0, 5], 'int32'),
        smoothing,
      ),
    );
  });

  it('chosen rows, by the matrix they are chosen from', async () => {
    await expectGradients({ x: floats(5, 2) }, (inputs) =>
      tf.square(takeRows(parameter(inputs, 'x'), tf.tensor1d([3, 0, 4], 'int32'))),
    );
  });

  it('attention, by all it reads; the keys’ bias has exactly none', async () => {
    const names = ['query', 'key', 'value', 'output'].flatMap((part) => [
      [`a.${part}.kernel`, floats(4, 4)] as const,
      [`a.${part}.bias`, floats(4)] as const,
    ]);
    const shape = { rows: 1, heads: 2, dModel: 4 };
    await expectGradients({ x: floats(3, 4), ...Object.fromEntries(names) }, (inputs) => {
      const x = parameter(inputs, 'x');
      const seen = keysAndValues(x, 3, inputs, 'a', shape);
      return attend(x, 3, seen, tf.zeros([3, 3]), inputs, 'a', shape);
    });
  });
});

it('label smoothing spreads ε over the whole vocabulary, the label included', async () => {
  const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
  const smoothing = 0.3;
  const executable = await engine.compile(
    (inputs) => ({
      loss: meanCrossEntropy(
        parameter(inputs, 'x'),
        { kernel: tf.eye(4), bias: tf.zeros([4]), tied: false },
        tf.tensor1d([2], 'int32'),
        smoothing,
      ),
    }),
    { x: floats(1, 4) },
  );
  const logits = [0.5, -1, 2, 0.25];
  const { loss } = await executable.run({ x: Float32Array.from(logits) });
  const normalizer = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
  const target = logits.map((_, index) => smoothing / 4 + (index === 2 ? 1 - smoothing : 0));
  const expected = logits.reduce((sum, z, index) => sum - (target[index] ?? 0) * (z - normalizer), 0);
  expect(loss?.[0]).toBeCloseTo(expected, 6);
  await executable.dispose();
});
