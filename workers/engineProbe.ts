import { matMul } from '@tensorflow/tfjs-core';
import { createEngine } from '@/lib/engine/engine';

/**
 * Measures the main engine in a process of its own: native code that aborts ends this process, not the one that asked.
 * Prints one line of JSON: the rate of a float32 matrix product in GFLOP/s, on one thread.
 */
const size = 512;
const repetitions = 20;

const engine = await createEngine({ id: 'onnx-cpu', threads: 1 });
const matrix = { shape: [size, size], type: 'float32' } as const;
const product = await engine.compile(
  ({ a, b }) => {
    if (!a || !b) throw new Error('the engine left out an input of the probe');
    return { c: matMul(a, b) };
  },
  { a: matrix, b: matrix },
);
const feeds = { a: new Float32Array(size * size).fill(0.5), b: new Float32Array(size * size).fill(2) };
const { c } = await product.run(feeds);
const expected = size;
if (c?.[0] !== expected) throw new Error(`a ${size} × ${size} product gave ${c?.[0]}, expected ${expected}`);
const startedMs = performance.now();
for (let i = 0; i < repetitions; i += 1) await product.run(feeds);
const seconds = (performance.now() - startedMs) / 1000;
// A product of two n × n matrices is n³ multiplications and as many additions.
const gflops = (2 * size ** 3 * repetitions) / seconds / 1e9;
await product.dispose();
process.stdout.write(`${JSON.stringify({ gflops })}\n`);
