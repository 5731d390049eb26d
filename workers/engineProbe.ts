import { availableParallelism } from 'node:os';
import { matMul, sum } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { createEngine, type Engine, type EngineId, type Program } from '@/lib/engine/engine';
import { createModelSession } from '@/lib/model/session';
import { answerTask } from './childTask';
import { engineIdSchema } from './trainerMessages';

/**
 * Tries an engine in a process of its own: trains one step of a tiny model, then measures the float32 matrix product in
 * GFLOP/s. Argument: ENGINE.
 */

/** From what the slowest engine multiplies in an instant to what fills a GPU: a power of two, so that results are exact. */
const smallestSize = 128;
const largestSize = 2048;
/** Products a run: what is fed and read back counts for little. */
const products = 4;
/** A run that takes this long is long enough to be timed. */
const timedRunMs = 40;
const repetitions = 3;

/** (…((x·a)·a)…)·a, summed: states stay where the engine computes, one number comes back. */
const chain: Program = ({ x, a }) => {
  if (!x || !a) throw new Error('the engine left out an input of the probe');
  let product = x;
  for (let i = 0; i < products; i += 1) product = matMul(product, a);
  return { total: sum(product) };
};

async function rateAt(engine: Engine, size: number): Promise<{ gflops: number; runMs: number }> {
  const matrix = { shape: [size, size], type: 'float32' } as const;
  const signature = { x: matrix, a: matrix };
  const state = await engine.createState(signature, {
    x: new Float32Array(size * size).fill(0.5),
    // Rows of a sum to one, so that every product is x again.
    a: new Float32Array(size * size).fill(1 / size),
  });
  const executable = await engine.compile(chain, {}, { states: [state] });
  // The first run also compiles shaders and warms caches.
  const { total } = await executable.run({});
  const expected = 0.5 * size * size;
  if (total?.[0] !== expected) {
    throw new Error(`a product of ${size} × ${size} matrices sums to ${total?.[0]}, expected ${expected}`);
  }
  let runMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repetitions; i += 1) {
    const startedMs = performance.now();
    await executable.run({});
    runMs = Math.min(runMs, performance.now() - startedMs);
  }
  await executable.dispose();
  await state.dispose();
  // A product of two n × n matrices is n³ multiplications and as many additions.
  return { gflops: (2 * size ** 3 * products) / (runMs * 1e6), runMs };
}

/** An engine may multiply and still lack an operation of the model, or have a driver that fails at one. */
async function trainOneStep(id: EngineId): Promise<void> {
  const session = await createModelSession({
    model: {
      dModel: 8,
      heads: 2,
      encoderLayers: 1,
      decoderLayers: 1,
      dFf: 8,
      dropout: 0.1,
      positions: 'learned',
      normPlacement: 'post',
      activation: 'relu',
      scaleEmbedding: true,
      tieEmbeddings: false,
      labelSmoothing: 0.1,
      normEpsilon: 1e-6,
      initializer: 'glorot-uniform',
      sourceVocab: 8,
      targetVocab: 8,
      maxLength: 4,
    },
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.98, epsilon: 1e-9, weightDecay: 0, clipNorm: 1 },
    seed: 1,
    threads: 1,
    engine: id,
  });
  const source = Int32Array.of(4, 5, 2, 4, 2, 0);
  const target = Int32Array.of(1, 6, 7, 2, 1, 7, 2, 0);
  // Throws where the loss is not finite.
  await session.trainStep({ source, target, rows: 2, sourceLength: 3, targetLength: 3 }, 1, 1e-3);
  await session.dispose();
}

await answerTask(async () => {
  const [id] = z.tuple([engineIdSchema]).parse(process.argv.slice(2));
  await trainOneStep(id);
  const engine = await createEngine({ id, threads: availableParallelism() });
  let best = 0;
  for (let size = smallestSize; size <= largestSize; size *= 2) {
    const { gflops, runMs } = await rateAt(engine, size);
    best = Math.max(best, gflops);
    if (runMs >= timedRunMs) break;
  }
  return { matmulGflops: best };
});
