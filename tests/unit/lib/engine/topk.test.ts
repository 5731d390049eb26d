import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { type GraphTarget, outputName } from '@/lib/engine/graph';
import { writeOnnx } from '@/lib/engine/onnxWriter';
import { trace } from '@/lib/engine/tracer';

/** Runs a program over a matrix x in the form that a target gets, on the CPU. */
async function run(
  target: GraphTarget,
  rows: number[][],
  program: (x: tf.Tensor) => Record<string, tf.Tensor>,
) {
  const shape = [rows.length, rows[0]?.length ?? 0];
  const graph = trace(({ x = tf.scalar(0) }) => program(x), { x: { shape, type: 'float32' } }, target);
  const session = await InferenceSession.create(writeOnnx(graph));
  const outputs = await session.run({
    x: new Tensor('float32', Float32Array.from(rows.flat()), shape),
  });
  await session.release();
  return (name: string) => {
    const tensor = outputs[outputName(name)];
    if (tensor === undefined || tensor.type === 'string') throw new TypeError(`no output ${name}`);
    return { type: tensor.type, values: Array.from(tensor.data, Number) };
  };
}

async function topk(target: GraphTarget, rows: number[][], k: number) {
  const output = await run(target, rows, (x) => ({ ...tf.topk(x, k) }));
  const [values, indices] = [output('values'), output('indices')];
  expect([values.type, indices.type]).toEqual(['float32', 'int32']);
  const inRows = (all: readonly number[]) => rows.map((_, row) => all.slice(row * k, (row + 1) * k));
  return { values: inRows(values.values), indices: inRows(indices.values) };
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

describe.each(['cpu', 'gpu'] as const)('argMax for a %s', (target) => {
  it('is the place of the largest along any axis, the lowest where there are several', async () => {
    const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
        const output = await run(target, rows, (x) => ({ rows: tf.argMax(x, 1), columns: tf.argMax(x, 0) }));
        const columns = (rows[0] ?? []).map((_, column) => rows.map((values) => values[column] ?? 0));
        const places = (lines: number[][]) => lines.map((values) => values.indexOf(Math.max(...values)));
        expect(output('rows')).toEqual({ type: 'int32', values: places(rows) });
        expect(output('columns')).toEqual({ type: 'int32', values: places(columns) });
      }),
      { numRuns: 20 },
    );
  });

  it('is a place that exists where a row holds NaN alone', async () => {
    const output = await run(target, [[Number.NaN, Number.NaN, Number.NaN]], (x) => ({
      place: tf.argMax(x, 1),
    }));
    expect([0, 1, 2]).toContain(output('place').values[0]);
  });
});
