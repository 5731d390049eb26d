import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type EngineId, type Program } from '@/lib/engine/engine';

const engine = await createEngine({ id: 'tfjs-cpu', threads: 1 });
const floats = (...shape: number[]) => ({ shape, type: 'float32' }) as const;
const none = tf.scalar(0);

describe('tfjs-cpu', () => {
  let tensorsBefore = 0;
  beforeEach(() => {
    tensorsBefore = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors, 'tensors left behind').toBe(tensorsBefore);
  });

  it('computes what a compiled program computes, gradients included', async () => {
    const program: Program = ({ x = none, w = none }) => {
      const loss = (w: tf.Tensor) => tf.sum<tf.Scalar>(tf.square(tf.matMul(x, w, false, true)));
      const { value, grads } = tf.valueAndGrads(loss)([w]);
      return { value, gradient: grads[0] ?? value, positive: tf.greater(x, 0), best: tf.argMax(x, 1) };
    };
    const signature = { x: floats(2, 3), w: floats(4, 3) };
    const feeds = {
      x: Float32Array.of(1, -2, 3, 0.5, 0, -1),
      w: Float32Array.from({ length: 12 }, (_, at) => at / 7 - 1),
    };
    const results = [];
    for (const each of [engine, await createEngine({ id: 'onnx-cpu', threads: 1 })]) {
      const executable = await each.compile(program, signature);
      expect(executable.outputs).toEqual({
        value: floats(),
        gradient: floats(4, 3),
        positive: { shape: [2, 3], type: 'bool' },
        best: { shape: [2], type: 'int32' },
      });
      results.push(await executable.run(feeds));
      await executable.dispose();
    }
    const [eager, compiled] = results;
    expect(eager?.['best']).toEqual(Int32Array.of(2, 0));
    expect(eager?.['positive']).toEqual(Uint8Array.of(1, 0, 1, 1, 0, 0));
    expect(eager?.['value']?.[0]).toBeCloseTo(compiled?.['value']?.[0] ?? Number.NaN, 4);
    for (const [at, value] of (eager?.['gradient'] ?? []).entries()) {
      expect(value).toBeCloseTo(compiled?.['gradient']?.[at] ?? Number.NaN, 4);
    }
  });

  it('keeps a state between runs, and replaces the tensors that a program returns under their names', async () => {
    const state = await engine.createState(
      { total: floats(2), factor: floats() },
      { total: Float32Array.of(1, 2), factor: Float32Array.of(3) },
    );
    const executable = await engine.compile(
      ({ total = none, factor = none, x = none }) => ({
        total: tf.add(tf.mul(total, factor), x),
        before: total,
      }),
      { x: floats(2) },
      { states: [state] },
    );
    expect(Object.keys(executable.inputs)).toEqual(['x']);
    expect(Object.keys(executable.outputs)).toEqual(['before']);
    expect(await executable.run({ x: Float32Array.of(1, 1) })).toEqual({ before: Float32Array.of(1, 2) });
    expect(await state.read()).toEqual({ total: Float32Array.of(4, 7), factor: Float32Array.of(3) });
    await state.write({ factor: Float32Array.of(-1) });
    expect(await executable.run({ x: Float32Array.of(0, 0) })).toEqual({ before: Float32Array.of(4, 7) });
    expect(await state.read(['total'])).toEqual({ total: Float32Array.of(-4, -7) });
    await executable.dispose();
    await state.dispose();
  });

  it('copies what it is given and what it returns', async () => {
    const [first, x] = [Float32Array.of(1), Float32Array.of(5)];
    const state = await engine.createState({ kept: floats(1) }, { kept: first });
    const executable = await engine.compile(
      ({ x = none, kept = none }) => ({ kept: x, same: x, before: kept }),
      { x: floats(1) },
      { states: [state] },
    );
    first[0] = 9;
    const { before, same } = await executable.run({ x });
    x[0] = 9;
    same?.fill(9);
    expect(before).toEqual(Float32Array.of(1));
    expect(await state.read()).toEqual({ kept: Float32Array.of(5) });
    await state.dispose();
  });

  it('writes results to arrays given by the caller', async () => {
    const executable = await engine.compile(({ x = none }) => ({ y: tf.mul(x, 2), z: x }), { x: floats(2) });
    const y = new Float32Array(2);
    const results = await executable.run({ x: Float32Array.of(1, 2) }, { y });
    expect(results['y']).toBe(y);
    expect(results).toEqual({ y: Float32Array.of(2, 4), z: Float32Array.of(1, 2) });
  });

  it('sets back the backend that was in place, between traces of other engines as well', async () => {
    const executable = await engine.compile(({ x = none }) => ({ y: tf.neg(x) }), { x: floats(1) });
    const compiled = await createEngine({ id: 'onnx-cpu', threads: 1 });
    const before = tf.getBackend();
    const [{ y }, traced] = await Promise.all([
      executable.run({ x: Float32Array.of(1) }),
      compiled.compile(({ x = none }) => ({ y: tf.exp(x) }), { x: floats(1) }),
    ]);
    expect(y).toEqual(Float32Array.of(-1));
    expect(tf.getBackend()).toBe(before);
    await traced.dispose();
  });

  it('leaves a state as it was, and no tensor behind, when a program fails', async () => {
    let calls = 0;
    const state = await engine.createState({ kept: floats(1) }, { kept: Float32Array.of(1) });
    const executable = await engine.compile(
      ({ kept = none }) => {
        calls += 1;
        const next = tf.mul(kept, 2);
        if (calls > 1) throw new Error('the second call fails');
        return { kept: next };
      },
      {},
      { states: [state] },
    );
    await expect(executable.run({})).rejects.toThrow('the second call fails');
    expect(await state.read()).toEqual({ kept: Float32Array.of(1) });
    await state.dispose();
  });

  it('refuses a program that no compiling engine would run, with the kernel and the line', async () => {
    await expect(
      engine.compile(({ x = none }) => ({ y: tf.cumsum(x) }), { x: floats(3) }),
    ).rejects.toMatchObject({
      code: 'unsupported_kernel',
      message: expect.stringMatching(/kernel Cumsum \(x \[3\]\), called at .*eagerEngine\.test\.ts:\d+:\d+/),
    });
  });

  it('refuses arrays of the wrong size and names that a state does not have', async () => {
    const executable = await engine.compile(({ x = none }) => ({ y: tf.neg(x) }), { x: floats(2, 3) });
    await expect(executable.run({ x: new Float32Array(5) })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('x has 5 elements, expected float32 [2,3]'),
    });
    await expect(engine.createState({ kept: floats(1) }, {})).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('kept has no elements'),
    });
    const state = await engine.createState({ kept: floats(1) }, { kept: Float32Array.of(1) });
    await expect(state.write({ kept: Float32Array.of(2), other: Float32Array.of(1) })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('no tensor other'),
    });
    expect(await state.read()).toEqual({ kept: Float32Array.of(1) });
    await state.dispose();
  });

  it('refuses a state of another engine', async () => {
    const compiled = await createEngine({ id: 'onnx-cpu', threads: 1 });
    const foreign = await compiled.createState({ kept: floats(1) }, { kept: Float32Array.of(1) });
    await expect(
      engine.compile(({ kept = none }) => ({ y: tf.neg(kept) }), {}, { states: [foreign] }),
    ).rejects.toThrow('engine tfjs-cpu was given a state of another engine');
    await foreign.dispose();
  });
});

const optional: [id: EngineId, command: string][] = [
  ['tfjs-node', 'npm install --no-save @tensorflow/tfjs-node@'],
  ['tfjs-node-gpu', 'npm --prefix node_modules/@tensorflow/tfjs-node-gpu run install'],
  ['onnx-cuda', 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12'],
];

it.each(optional)('%s works, or says what is missing and which command installs it', async (id, command) => {
  let made: Engine | undefined;
  let failure: unknown;
  try {
    made = await createEngine({ id, threads: 1 });
  } catch (cause) {
    failure = cause;
  }
  if (made) expect(made.id).toBe(id);
  else {
    expect(failure).toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringMatching(`^Engine ${id} is not available: `),
    });
    expect(failure).toMatchObject({ message: expect.stringContaining(command) });
  }
});
