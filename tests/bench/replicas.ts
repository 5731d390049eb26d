/**
 * Several models as one graph on a GPU, beside the same models one after the other (createReplicaTraining).
 *
 *     npx tsx tests/bench/replicas.ts [--d-model 64] [--rows 16] [--length 10] [--vocabulary 500] [--steps 20]
 *         [--replicas 1,2,4,8]
 *
 * Prints a line for each number of replicas: the time of a step of all of them, the part of it in which the host was at
 * work and not waiting, and how many steps of one model that is a second.
 */
import { parseArgs } from 'node:util';
import { createEngine } from '@/lib/engine/engine';
import { createReplicaTraining } from '@/lib/model/replicaTraining';
import { benchOptimizer, fullBatch, studyModel } from '@/workers/cli/benchModel';

const { values: flags } = parseArgs({
  options: {
    'd-model': { type: 'string', default: '64' },
    rows: { type: 'string', default: '16' },
    length: { type: 'string', default: '10' },
    vocabulary: { type: 'string', default: '500' },
    steps: { type: 'string', default: '20' },
    replicas: { type: 'string', default: '1,2,4,8' },
  },
});
const [rows, length, steps, vocabulary] = [flags.rows, flags.length, flags.steps, flags.vocabulary].map(
  Number,
);
if (rows === undefined || length === undefined || steps === undefined || vocabulary === undefined)
  throw new TypeError('a flag is no number');

const model = {
  ...studyModel(Number(flags['d-model']), 1),
  sourceVocab: vocabulary,
  targetVocab: vocabulary,
};
const batch = fullBatch(model, { rows, sourceLength: length, targetLength: length });
const engine = await createEngine({ id: 'onnx-webgpu', threads: 1 });
if (engine.memory !== 'device') throw new TypeError('onnx-webgpu keeps states on its device');
const warmups = 2;

for (const count of flags.replicas.split(',').map(Number)) {
  const replicas = Array.from({ length: count }, (_, seed) => ({ model, seed }));
  // One more than are timed together, so that only settle waits.
  const training = await createReplicaTraining(engine, replicas, benchOptimizer, steps + 1);
  const queue = async (number: number) => {
    for (let step = 1; step <= number; step += 1) {
      await training.queue(
        replicas.map(() => batch),
        step,
        replicas.map(() => 1e-4),
      );
    }
  };
  await queue(warmups);
  await training.settle();
  const startedMs = performance.now();
  await queue(steps);
  const queuedMs = performance.now();
  await training.settle();
  const msAStep = (performance.now() - startedMs) / steps;
  console.log(
    `${count} replicas: ${msAStep.toFixed(1)} ms a step, host ${((queuedMs - startedMs) / steps).toFixed(1)} ms, ` +
      `${((1000 * count) / msAStep).toFixed(1)} model steps/s`,
  );
  await training.dispose();
}
