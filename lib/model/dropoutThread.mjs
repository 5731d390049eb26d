/**
 * The program of a thread that draws dropout masks (dropoutThreads). It is plain JavaScript without imports of this
 * project, because Node starts it as it is: in a checkout, in tests, and beside the portable worker's compiled file.
 *
 * It is given the kernels at its start, then its share of the draws (a Share), then the number of each step, which it sends
 * back once the step's bits are drawn.
 */
import { parentPort, workerData } from 'node:worker_threads';

const pageBytes = 65_536;

/** @type {WebAssembly.Module} */
const kernels = workerData;

/** @type {(step: number) => void} */
let drawStep = () => undefined;

/** @param {import('./dropoutThreads').Share} share */
function takeShare({ draws, shared }) {
  const most = Math.max(...draws.map(({ numbers }) => numbers));
  const pages = Math.ceil((4 * most) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { dropoutBits } = new WebAssembly.Instance(kernels, { host: { memory } }).exports;
  if (typeof dropoutBits !== 'function') throw new TypeError('the kernels have no dropoutBits');
  const all = new Float32Array(shared);
  drawStep = (step) => {
    for (const { numbers, at, key0, key1, threshold } of draws) {
      dropoutBits(0, 4 * numbers, step, key0, key1, threshold);
      all.set(new Float32Array(memory.buffer, 0, numbers), at);
    }
  };
}

parentPort?.on('message', (message) => {
  if (typeof message !== 'number') {
    takeShare(message);
    return;
  }
  drawStep(message);
  parentPort?.postMessage(message);
});
