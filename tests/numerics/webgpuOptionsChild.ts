/** Trains a few steps on the GPU with the options of the environment. Prints the losses as JSON. */

import { createModelSession } from '@/lib/model/session';
import { benchOptimizer, fullBatch, studyModel } from '@/workers/cli/benchModel';

const model = { ...studyModel(8, 1), heads: 2, sourceVocab: 12, targetVocab: 11 };
const batch = fullBatch(model, { rows: 2, sourceLength: 3, targetLength: 3 });
const open = (engine: 'onnx-cpu' | 'onnx-webgpu') =>
  createModelSession({ model, optimizer: benchOptimizer, seed: 1, threads: 1, engine });

const [host, gpu] = [await open('onnx-cpu'), await open('onnx-webgpu')];
export const losses: [host: number, gpu: number][] = [];
for (let step = 1; step <= 3; step += 1) {
  const [expected, actual] = [
    await host.trainStep(batch, step, 1e-2),
    await gpu.trainStep(batch, step, 1e-2),
  ];
  losses.push([expected.loss, actual.loss]);
}
await host.dispose();
await gpu.dispose();
process.stdout.write(JSON.stringify(losses));
