import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { type GraphTarget, outputName } from '@/lib/engine/graph';
import { writeOnnx } from '@/lib/engine/onnxWriter';
import { trace } from '@/lib/engine/tracer';

/** Runs tf.topk over the rows of a matrix in the form that a target gets, on the CPU. */
async function topk(target: GraphTarget, rows: number[][], k: number) {
  const shape = [rows.length, rows[0]?.length ?? 0];
  const graph = trace(
    ({ x = tf.scalar(0) }) => ({ ...tf.topk(x, k) }),
    { x: { shape, type: 'float32' } },
    target,
  );
  const session = await InferenceSession.create(writeOnnx(graph));
  const outputs = await session.run({
    x: new Tensor('float32', Float32Array.from(rows.flat()), shape),
  });
  await session.release();
  const [values, indices] = [outputs[outputName('values')], outputs[outputName('indices')]];
  if (values?.type !== 'float32' || indices?.type !== 'int32') throw new TypeError('topk has two outputs');
  const inRows = (tensor: Tensor) => {
    const all = Array.from(tensor.data, Number);
    return rows.map((_, row) => all.slice(row * k, (row + 1) * k));
  };
  return { values: inRows(values), indices: inRows(indices) };
}

describe.each(['cpu', 'gpu'] as const)('topk for a %s', (target) => {
  it('finds the largest of each row, the lowest index first where they are equal', async () => {
    // Few different values, so that most are equal to others.
    const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, k) => {
          const expected = rows.map((values) =>
            [...values.entries()].sort(([i, a], [j, b]) => b - a || i - j).slice(0, k),
          );
          expect(await topk(target, rows, k)).toEqual({
            values: expected.map((entries) => entries.map(([, value]) => value)),
            indices: expected.map((entries) => entries.map(([index]) => index)),
          });
        },
      ),
      { numRuns: 20 },
    );
  });
});
