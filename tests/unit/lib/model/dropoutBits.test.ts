import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '@/lib/engine/engine';
import { bitsSignature, DropoutBits, type DropoutModel, masksOfBits } from '@/lib/model/dropoutBits';
import { DropoutMasks } from '@/lib/model/dropoutMasks';
import { DropoutThreads } from '@/lib/model/dropoutThreads';
import { elementsOf } from '@/lib/model/parameters';
import { dropoutSites } from '@/lib/model/programs';
import { RandomStream } from '@/lib/model/random';
import type { BatchShape } from '@/lib/model/tokenBatch';
import { studyModel } from '@/workers/cli/benchModel';

const model = { ...studyModel(8, 1), dropout: 0.3 };
const without = { ...model, dropout: 0 };
const small = { rows: 2, sourceLength: 3, targetLength: 4 };
/** Of sites whose elements are no multiple of 16 as well. */
const shapes = [small, { rows: 3, sourceLength: 5, targetLength: 1 }, small];

describe.each(['onnx-cpu', 'tfjs-cpu'] as const)('masks that are fed as bits to %s', (id) => {
  it('are the masks that are fed as numbers', async () => {
    const engine = await createEngine({ id, threads: 1 });
    const [bits, masks] = [new DropoutBits([{ model, seed: 5 }], model), new DropoutMasks(model, 5)];
    for (const [step, shape] of shapes.entries()) {
      const executable = await engine.compile(
        (inputs) => masksOfBits(model, shape, inputs),
        bitsSignature(model, shape),
      );
      const outputs = await executable.run(await bits.draw(shape, step));
      expect(outputs).toEqual(masks.draw(shape, step));
      await executable.dispose();
    }
    await bits.dispose();
  });
});

/** What is kept of each model's sites, one after the other, as the streams have it: 1 or 0 an element. */
function keptByStreams(models: readonly DropoutModel[], shape: BatchShape, step: number): number[][] {
  return models.flatMap(({ model: { dropout }, seed }) =>
    Object.entries(dropoutSites(model, shape)).map(([site, spec]) => {
      const mask = new Float32Array(elementsOf(spec.shape));
      new RandomStream(seed, `dropout/${site}`, step).fillDropoutMask(mask, dropout);
      return Array.from(mask, (value) => Number(value > 0));
    }),
  );
}

/** The same of what a program is fed: element 4b + j is bit 4j + b of its number. */
function keptByBits(fed: Awaited<ReturnType<DropoutBits['draw']>>, sizes: readonly number[]): number[][] {
  const numbers = fed['dropout/bits'] ?? [];
  let offset = 0;
  const kept = sizes.map((size) => {
    const first = offset;
    offset += Math.ceil(size / 16);
    return Array.from({ length: size }, (_, at) => {
      const bit = 4 * (at % 4) + ((at % 16) >> 2);
      return ((numbers[first + (at >> 4)] ?? 0) >> bit) & 1;
    });
  });
  expect(numbers.length).toBe(offset);
  return kept;
}

describe('bits that threads draw', () => {
  const models = [
    { model, seed: 5 },
    { model: without, seed: 5 },
    { model: { ...model, dropout: 0.5 }, seed: 2 ** 40 + 7 },
  ];
  const size = fc.integer({ min: 1, max: 9 });
  const asked = fc.array(
    fc.record({
      shape: fc.record({ rows: size, sourceLength: size, targetLength: size }),
      // Mostly the step that was drawn ahead, and others.
      leap: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: -3, max: 3 })),
    }),
    { minLength: 1, maxLength: 16 },
  );

  it.each([1, 2])(
    'are those of the streams, whatever shapes and steps follow each other: %i threads',
    async (count) => {
      await fc.assert(
        fc.asyncProperty(asked, fc.integer({ min: 1, max: 3 }), async (steps, replicas) => {
          const drawn = models.slice(0, replicas);
          const bits = new DropoutBits(drawn, model, new DropoutThreads({ threadsFor: () => count }));
          let step = 100;
          for (const { shape, leap } of steps) {
            step += leap;
            const expected = keptByStreams(drawn, shape, step);
            const fed = await bits.draw(shape, step);
            expect(
              keptByBits(
                fed,
                expected.map(({ length }) => length),
              ),
            ).toEqual(expected);
            const scales = drawn.map(({ model: { dropout } }) => 1 / (1 - dropout));
            expect(fed['dropout/scale']).toEqual(Float32Array.from(scales));
          }
          await bits.dispose();
        }),
        { numRuns: 6 },
      );
    },
  );

  it('keep everything of a model without dropout whose program has some', async () => {
    const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
    const executable = await engine.compile(
      (inputs) => masksOfBits(model, small, inputs),
      bitsSignature(model, small),
    );
    const bits = new DropoutBits([{ model: without, seed: 5 }], model);
    const outputs = await executable.run(await bits.draw(small, 1));
    for (const mask of Object.values(outputs)) expect(new Set(mask)).toEqual(new Set([1]));
    await executable.dispose();
    await bits.dispose();
  });

  it('are nothing where no model has dropout, and no thread is started', async () => {
    expect(bitsSignature(without, small)).toEqual({});
    const threadsFor = () => {
      throw new Error('no thread is needed');
    };
    const bits = new DropoutBits([{ model: without, seed: 5 }], without, new DropoutThreads({ threadsFor }));
    expect(await bits.draw(small, 1)).toEqual({});
    expect(masksOfBits(without, small, { x: tf.scalar(0) })).toEqual({});
    await bits.dispose();
  });
});

describe('a thread that ends', () => {
  /** It answers to steps below 2, and at step 2 comes to its end. */
  const endingBy = (end: string) =>
    new URL(
      `data:text/javascript,import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (step) => {
        if (step === 2) ${end};
        if (typeof step === 'number') parentPort.postMessage(step);
      });`,
    );

  it.each([
    ['process.exit(7)', 'exit code 7'],
    ["throw new RangeError('no memory')", 'RangeError: no memory'],
  ])('fails the step whose masks it was to draw, and those after it: %s', async (end, reason) => {
    const threads = new DropoutThreads({ program: endingBy(end), threadsFor: () => 2 });
    const bits = new DropoutBits([{ model, seed: 5 }], model, threads);
    await bits.draw(small, 0);
    // Step 2 is drawn ahead here.
    await bits.draw(small, 1);
    for (const step of [2, 3]) {
      await expect(bits.draw(small, step)).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringMatching(`masks of step 2 failed.*${reason}`),
      });
    }
    await bits.dispose();
  });

  it('fails the first step where it cannot begin', async () => {
    const threads = new DropoutThreads({ program: new URL('data:text/javascript,none()') });
    const bits = new DropoutBits([{ model, seed: 5 }], model, threads);
    await expect(bits.draw(small, 4)).rejects.toThrow(/masks of step 4 failed.*none is not defined/);
    await bits.dispose();
  });
});
