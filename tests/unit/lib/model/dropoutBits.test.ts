import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createEngine } from '@/lib/engine/engine';
import { bitsSignature, DropoutBits, masksOfBits } from '@/lib/model/dropoutBits';
import { DropoutMasks } from '@/lib/model/dropoutMasks';
import { studyModel } from '@/workers/cli/benchModel';

const model = { ...studyModel(8, 1), dropout: 0.3 };
/** Of sites whose elements are no multiple of 16 as well. */
const shapes = [
  { rows: 2, sourceLength: 3, targetLength: 4 },
  { rows: 3, sourceLength: 5, targetLength: 1 },
  { rows: 2, sourceLength: 3, targetLength: 4 },
];

describe.each(['onnx-cpu', 'tfjs-cpu'] as const)('masks that are fed as bits to %s', (id) => {
  it('are the masks that are fed as numbers', async () => {
    const engine = await createEngine({ id, threads: 1 });
    const [bits, masks] = [new DropoutBits(model, 5), new DropoutMasks(model, 5)];
    for (const [step, shape] of shapes.entries()) {
      const executable = await engine.compile(
        (inputs) => masksOfBits(model, shape, inputs),
        bitsSignature(model, shape),
      );
      const outputs = await executable.run(bits.draw(shape, step));
      expect(outputs).toEqual(masks.draw(shape, step));
      await executable.dispose();
    }
  });
});

it('keep everything of a model without dropout whose program has some', async () => {
  const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
  const [shape = { rows: 1, sourceLength: 1, targetLength: 1 }] = shapes;
  const executable = await engine.compile(
    (inputs) => masksOfBits(model, shape, inputs),
    bitsSignature(model, shape),
  );
  const outputs = await executable.run(new DropoutBits({ ...model, dropout: 0 }, 5).draw(shape, 1, model));
  for (const mask of Object.values(outputs)) expect(new Set(mask)).toEqual(new Set([1]));
  await executable.dispose();
});

it('are nothing where no model has dropout', () => {
  const [shape = { rows: 1, sourceLength: 1, targetLength: 1 }] = shapes;
  const without = { ...model, dropout: 0 };
  expect(bitsSignature(without, shape)).toEqual({});
  expect(new DropoutBits(without, 5).draw(shape, 1)).toEqual({});
  expect(masksOfBits(without, shape, { x: tf.scalar(0) })).toEqual({});
});
