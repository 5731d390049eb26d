/**
 * What dropout masks cost the thread that gives a device its work (DropoutBits), the study's model, 64 × 20 + 20 tokens.
 *
 *     npx tsx tests/bench/dropoutMasks.ts [--d-model 512] [--replicas 1,4] [--steps 60] [--between 7]
 *
 * Between two steps it is busy for so many milliseconds, as it is with queueing a step. Prints a line for each number of
 * replicas: the median time until a step's masks are there, and this thread's mean processor time for them, which Linux
 * alone says of one thread, some milliseconds late.
 */
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DropoutBits } from '@/lib/model/dropoutBits';
import { studyModel } from '@/workers/cli/benchModel';
import { median } from '@/workers/cli/benchReport';
import { benchBatch } from '@/workers/cli/measureShape';

const { values: flags } = parseArgs({
  options: {
    'd-model': { type: 'string', default: '512' },
    replicas: { type: 'string', default: '1,4' },
    steps: { type: 'string', default: '60' },
    between: { type: 'string', default: '7' },
  },
});
const model = studyModel(Number(flags['d-model']), 1);

/** Of this thread, since it began. */
function processorMs(): number {
  const [nanoseconds] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}

for (const count of flags.replicas.split(',').map(Number)) {
  const models = Array.from({ length: count }, (_, seed) => ({ model, seed }));
  const bits = new DropoutBits(models, model);
  await bits.draw(benchBatch, 1);
  const times: number[] = [];
  let processorTime = 0;
  for (let step = 2; step <= Number(flags.steps) + 1; step += 1) {
    const busyUntilMs = performance.now() + Number(flags.between);
    while (performance.now() < busyUntilMs);
    await nextTurn();
    const [startedMs, before] = [performance.now(), processorMs()];
    await bits.draw(benchBatch, step);
    times.push(performance.now() - startedMs);
    processorTime += processorMs() - before;
  }
  await bits.dispose();
  console.log(
    `${count} replicas: ${median(times).toFixed(2)} ms until they are there (fastest ` +
      `${Math.min(...times).toFixed(2)}), ${(processorTime / times.length).toFixed(2)} ms of this thread`,
  );
}
