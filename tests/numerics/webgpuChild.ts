/**
 * What tests/numerics/webgpu.test.ts asserts, measured in a process of its own, because a driver can end it. Prints one
 * JSON object.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createEngine, type Signature } from '@/lib/engine/engine';
import { writeOnnx } from '@/lib/engine/onnxWriter';
import { allocate } from '@/lib/engine/tensors';
import { trace } from '@/lib/engine/tracer';
import { gpuOptions } from '@/lib/engine/webgpuSession';
import type { ModelConfig } from '@/lib/model/config';
import {
  beamStepProgram,
  cacheOf,
  crossOf,
  type DecodeShape,
  encodeProgram,
  greedyStepProgram,
  moveProgram,
} from '@/lib/model/decodePrograms';
import { cacheSignature, crossSignature } from '@/lib/model/decodeState';
import { momentSignature, trainStepProgram } from '@/lib/model/optimizerProgram';
import { parameterSignature } from '@/lib/model/parameterInputs';
import { evaluateProgram, type ShapedProgram } from '@/lib/model/programs';
import { replaceProgram } from '@/lib/model/replaceReplica';
import { forReplicas } from '@/lib/model/replicas';
import { createReplicaTraining } from '@/lib/model/replicaTraining';
import { createModelSession } from '@/lib/model/session';
import { recordSignature } from '@/lib/model/stepRecord';
import { batchOf, largestDifference, model, optimizer } from './smallModel';

/** What the small model has not. */
const otherModel: ModelConfig = {
  ...model,
  dropout: 0,
  positions: 'sinusoidal',
  normPlacement: 'post',
  activation: 'relu',
  scaleEmbedding: false,
  tieEmbeddings: false,
  labelSmoothing: 0,
};

async function train() {
  const open = (engine: 'onnx-cpu' | 'onnx-webgpu') =>
    createModelSession({ model, optimizer, seed: 5, threads: 1, engine });
  const [host, gpu] = [await open('onnx-cpu'), await open('onnx-webgpu')];
  const batches = [batchOf(4, 4), batchOf(2, 3, 8)];
  const losses: [host: number, gpu: number][] = [];
  const norms: [host: number, gpu: number][] = [];
  for (let step = 0; step < 6; step += 1) {
    const batch = batches[step % 2] ?? batchOf(1, 1);
    const [expected, actual] = [
      await host.trainStep(batch, step, 1e-2),
      await gpu.trainStep(batch, step, 1e-2),
    ];
    losses.push([expected.loss, actual.loss]);
    norms.push([expected.gradientNorm, actual.gradientNorm]);
  }
  const state = await host.exportState();
  const difference = largestDifference(state, await gpu.exportState());
  await gpu.importState(state);
  const [batch = batchOf(1, 1)] = batches;
  const sources = [Int32Array.of(4, 9, 5), Int32Array.of(7), Int32Array.of(4, 5, 6, 7, 8, 9)];
  const evaluated = [await host.evaluate(batch), await gpu.evaluate(batch)];
  const decoded = [await host.greedyDecode(sources, 6), await gpu.greedyDecode(sources, 6)];
  const steps = [10, 11, 12, 13];
  const waited = [];
  for (const step of steps) waited.push(await gpu.trainStep(batch, step, 1e-2));
  await gpu.importState(state);
  for (const step of steps) await gpu.queueStep(batch, step, 1e-2);
  const queued = await gpu.settle();
  state.tensors['parameters/generator.bias']?.values.set([Number.NaN], 4);
  await gpu.importState(state);
  await gpu.queueStep(batch, 7, 1e-2);
  await gpu.queueStep(batch, 8, 1e-2);
  const diverged = await gpu.settle().catch((cause: unknown) => String(cause));
  // NaN is no JSON: compared here.
  const after = await gpu.exportState();
  const changedByDivergence = Object.entries(state.tensors).flatMap(([name, { values }]) =>
    values.every((value, at) => Object.is(value, after.tensors[name]?.values[at])) ? [] : [name],
  );
  await host.dispose();
  await gpu.dispose();
  return {
    losses,
    norms,
    difference,
    evaluated,
    decoded,
    waited,
    queued,
    diverged,
    changedByDivergence,
  };
}

/** Three models in one graph, the last of which diverges, beside each alone on the processor. */
async function replicas() {
  const engine = await createEngine({ id: 'onnx-webgpu', threads: 1 });
  if (engine.memory !== 'device') throw new TypeError('onnx-webgpu keeps states on its device');
  const trained = [
    { model, seed: 5, learningRate: 1e-2 },
    { model: { ...model, dropout: 0 }, seed: 5, learningRate: 3e-3 },
    { model: { ...model, dropout: 0.3 }, seed: 7, learningRate: 1e-2 },
  ];
  const batchOfStep = (step: number, replica: number) =>
    step % 2 === 0 ? batchOf(4, 4, undefined, replica) : batchOf(2, 3, 8, replica);
  const rateAt = (step: number, replica: number) =>
    // The parameters of the last are not finite after step 2, and so its loss at step 3.
    replica === 2 && step === 2 ? Number.NaN : (trained[replica]?.learningRate ?? 0);
  const steps = [0, 1, 2, 3, 4];
  const together = await createReplicaTraining(engine, trained, optimizer, 4);
  for (const step of steps) {
    await together.queue(
      trained.map((_, replica) => batchOfStep(step, replica)),
      step,
      trained.map((_, replica) => rateAt(step, replica)),
    );
  }
  const known = await together.settle();
  const compared = [];
  for (const [replica, { model, seed }] of trained.entries()) {
    const alone = await createModelSession({ model, optimizer, seed, threads: 1, engine: 'onnx-cpu' });
    const losses: number[] = [];
    let diverged: string | null = null;
    for (const step of steps) {
      const result = await alone
        .trainStep(batchOfStep(step, replica), step, rateAt(step, replica))
        .catch((cause: unknown) => String(cause));
      if (typeof result === 'string') diverged = result;
      if (typeof result === 'string') break;
      losses.push(result.loss);
    }
    const expected = await alone.exportState();
    const actual = await together.exportState(replica);
    compared.push({
      losses,
      // NaN is no JSON.
      known: known[replica]?.map(({ step, loss }) => ({
        step,
        loss: Number.isFinite(loss) ? loss : 'not finite',
      })),
      diverged,
      updates: [expected.step, actual.step],
      difference: largestDifference(expected, actual),
    });
    await alone.dispose();
  }
  await together.dispose();
  return compared;
}

/** A state is made by one program after the other, and outlives them. */
async function lifetimes() {
  const engine = await createEngine({ id: 'onnx-webgpu', threads: 1 });
  const scalar = { shape: [2], type: 'float32' } as const;
  const state = await engine.createState({ total: scalar }, { total: Float32Array.of(1, 2) });
  const values: number[][] = [];
  for (const factor of [2, 3, 5]) {
    const executable = await engine.compile(
      ({ total = tf.scalar(0) }) => ({ total: tf.mul(total, factor) }),
      {},
      { states: [state] },
    );
    await executable.run({});
    await executable.run({});
    await executable.dispose();
    values.push([...((await state.read())['total'] ?? [])]);
  }
  await state.write({ total: Float32Array.of(7, 8) });
  values.push([...((await state.read())['total'] ?? [])]);
  const { program, signature } = trainStepProgram(model, optimizer, batchOf(2, 3));
  const parameters = parameterSignature(model);
  const zeros = (signature: Signature) =>
    Object.fromEntries(Object.entries(signature).map(([name, spec]) => [name, allocate(spec)]));
  const states = [
    await engine.createState(parameters, zeros(parameters)),
    await engine.createState(momentSignature(model), zeros(momentSignature(model))),
    await engine.createState(recordSignature(3), zeros(recordSignature(3))),
  ];
  const step = await engine.compile(program, signature, { states });
  const [inputs, outputs] = [Object.keys(step.inputs), Object.keys(step.outputs)];
  await step.dispose();
  for (const each of [state, ...states]) await each.dispose();
  return { values, inputs, outputs };
}

/** Whether the gradient of a lookup, to which many rows of a batch add, comes out alike every time. */
async function repeated() {
  const engine = await createEngine({ id: 'onnx-webgpu', threads: 1 });
  const [rows, width, table] = [64, 16, 12];
  const places = Int32Array.from({ length: rows }, (_, row) => (row * 7) % table);
  const x = Float32Array.from({ length: rows * width }, (_, at) => Math.sin(at * 12.9898));
  const executable = await engine.compile(
    ({ x = tf.scalar(0), places = tf.scalar(0) }) => ({
      sums: tf.unsortedSegmentSum(x, tf.reshape<tf.Rank.R1>(places, [rows]), table),
    }),
    { x: { shape: [rows, width], type: 'float32' }, places: { shape: [rows], type: 'int32' } },
  );
  const different = new Set<string>();
  for (let run = 0; run < 60; run += 1) different.add(String((await executable.run({ x, places }))['sums']));
  await executable.dispose();
  const [first = ''] = different;
  const exact = new Float64Array(table * width);
  for (const [at, value] of x.entries()) {
    const to = (places[Math.floor(at / width)] ?? 0) * width + (at % width);
    exact[to] = (exact[to] ?? 0) + value;
  }
  const sums = first.split(',').map(Number);
  return {
    different: different.size,
    largestError: Math.max(...exact.map((sum, at) => Math.abs(sum - (sums[at] ?? Number.NaN)))),
  };
}

/** The operations that ONNX Runtime runs on the processor, and the copies that it adds for them: how many of each. */
async function onCpu(
  shaped: ShapedProgram,
  states: Signature,
  replicas?: number,
): Promise<Record<string, number>> {
  const graph = trace(shaped.program, { ...shaped.signature, ...states }, 'gpu', replicas);
  const folder = mkdtempSync(join(tmpdir(), 'heldout-'));
  const session = await InferenceSession.create(writeOnnx(graph), {
    ...gpuOptions(graph, () => false),
    enableProfiling: true,
    profileFilePrefix: join(folder, 'profile'),
  });
  await session.run(
    Object.fromEntries(
      graph.inputs.map(({ name, shape, type }) => {
        const spec = { shape, type: type === 'int32' ? type : ('float32' as const) };
        return [name, new Tensor(spec.type, allocate(spec).fill(1), shape)];
      }),
    ),
  );
  session.endProfiling();
  await session.release();
  const [file = ''] = readdirSync(folder);
  const profile: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  rmSync(folder, { recursive: true });
  const counts: Record<string, number> = { nodes: 0 };
  for (const event of Array.isArray(profile) ? profile : []) {
    const { cat, args } = Object(event);
    const { op_name: operator, provider } = Object(args);
    if (cat !== 'Node' || typeof operator !== 'string') continue;
    counts['nodes'] = (counts['nodes'] ?? 0) + 1;
    if (provider === 'CPUExecutionProvider' || operator.startsWith('Memcpy'))
      counts[operator] = (counts[operator] ?? 0) + 1;
  }
  return counts;
}

async function placement() {
  const batch = batchOf(2, 3);
  const shape: DecodeShape = { groups: 2, width: 2, sourceLength: 8, capacity: 16 };
  const moved: DecodeShape = { ...shape, groups: 1, capacity: 32 };
  const parameters = parameterSignature(model);
  const training = (of: ModelConfig) => ({
    ...parameterSignature(of),
    ...momentSignature(of),
    ...recordSignature(3),
  });
  const someTargets = batchOf(2, 3, 7);
  const decoding = (of: DecodeShape) => ({
    ...crossSignature(model, crossOf(of)),
    ...cacheSignature(model, cacheOf(of)),
  });
  return {
    train: await onCpu(trainStepProgram(model, optimizer, batch), training(model)),
    'train, other choices': await onCpu(
      trainStepProgram(otherModel, { ...optimizer, kind: 'adam', clipNorm: 0 }, someTargets),
      training(otherModel),
    ),
    'train, replicas': await onCpu(trainStepProgram(model, optimizer, someTargets), training(model), 3),
    evaluate: await onCpu(evaluateProgram(model, batch), parameters),
    'evaluate, other choices': await onCpu(
      evaluateProgram(otherModel, someTargets),
      parameterSignature(otherModel),
    ),
    encode: await onCpu(encodeProgram(model, shape, 4), { ...parameters, ...decoding(shape) }),
    greedyStep: await onCpu(greedyStepProgram(model, { ...shape, width: 1 }, 'device'), {
      ...parameters,
      ...decoding({ ...shape, width: 1 }),
    }),
    beamStep: await onCpu(beamStepProgram(model, shape, 'device'), { ...parameters, ...decoding(shape) }),
    move: await onCpu(moveProgram(model, shape, moved), { ...decoding(shape), ...decoding(moved) }),
    'evaluate, replicas': await onCpu(evaluateProgram(model, someTargets), parameters, 3),
    'encode, replicas': await onCpu(encodeProgram(model, shape, 4), { ...parameters, ...decoding(shape) }, 3),
    'greedyStep, replicas': await onCpu(
      greedyStepProgram(model, { ...shape, width: 1 }, 'device'),
      { ...parameters, ...decoding({ ...shape, width: 1 }) },
      3,
    ),
    'beamStep, replicas': await onCpu(
      beamStepProgram(model, shape, 'device'),
      { ...parameters, ...decoding(shape) },
      3,
    ),
    'move, replicas': await onCpu(
      moveProgram(model, shape, moved),
      { ...decoding(shape), ...decoding(moved) },
      3,
    ),
    replace: await onCpu(replaceProgram(model, 3), forReplicas(parameters, 3)),
  };
}

export const report = {
  training: await train(),
  replicas: await replicas(),
  lifetimes: await lifetimes(),
  repeated: await repeated(),
  placement: await placement(),
};
process.stdout.write(JSON.stringify(report));
