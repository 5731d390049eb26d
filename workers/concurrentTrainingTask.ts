import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import { fullBatch, openBenchSession, studyModel } from './cli/benchModel';
import { benchBatch, benchLearningRate, warmupSteps } from './cli/measureShape';
import { concurrentGoSchema } from './concurrentTraining';
import { endWithParent } from './parentWatch';
import { engineIdSchema } from './trainerMessages';

/**
 * One of several processes that train at once (see concurrentTraining): ENGINE THREADS WIDTH LAYERS. Says when it is
 * ready, is told for how long to train, and says how far it came.
 */

/** As trainers have by default. */
const stepsInFlight = 10;

const send = (message: object) => process.send?.(message);

async function main(): Promise<void> {
  const [engine, threads, dModel, layers] = z
    .tuple([engineIdSchema, z.coerce.number().int(), z.coerce.number().int(), z.coerce.number().int()])
    .parse(process.argv.slice(2));
  const model = studyModel(dModel, layers);
  const batch = fullBatch(model, benchBatch);
  const session = await openBenchSession(model, threads, engine, stepsInFlight);
  let step = 0;
  const queueStep = () => {
    step += 1;
    return session.queueStep(batch, step, benchLearningRate);
  };
  for (let warmup = 0; warmup < warmupSteps; warmup += 1) await queueStep();
  await session.settle();
  const told = new Promise<unknown>((resolve) => process.once('message', resolve));
  send({ type: 'ready' });
  const { windowMs } = concurrentGoSchema.parse(await told);
  const before = step;
  const startedMs = performance.now();
  while (performance.now() - startedMs < windowMs || step === before) await queueStep();
  await session.settle();
  const milliseconds = performance.now() - startedMs;
  const steps = step - before;
  send({ type: 'done', steps, milliseconds, tokens: steps * batch.rows * batch.targetLength });
}

if (!process.send) {
  console.error('This script is started by heldout; see npm run heldout -- bench gpu --help.');
  process.exit(2);
}
process.on('disconnect', () => process.exit(1));
endWithParent();
// As trainers are.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  send({ type: 'failed', reason: reason.replace(/\s+/g, ' ').trim() });
});
