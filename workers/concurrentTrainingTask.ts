import { constants, setPriority } from 'node:os';
import { HeldoutError } from '@/lib/domain/errors';
import { createEngine, type EngineId } from '@/lib/engine/engine';
import type { ModelConfig } from '@/lib/model/config';
import { createReplicaTraining } from '@/lib/model/replicaTraining';
import type { TokenBatch } from '@/lib/model/tokenBatch';
import { benchOptimizer, fullBatch, openBenchSession, studyModel } from './cli/benchModel';
import { benchBatch, benchLearningRate, warmupSteps } from './cli/measureShape';
import { concurrentGoSchema, concurrentTaskSchema } from './concurrentTraining';
import { endWithParent } from './parentWatch';

/**
 * One of several processes that train at once (see concurrentTraining). Argument: what to train, as JSON. Says when it is
 * ready, is told for how long to train, and says how far it came.
 */

/** As trainers have by default. */
const stepsInFlight = 10;

const send = (message: object) => process.send?.(message);

/** One model, or several as one graph. */
interface Training {
  /** An update of each model, as ModelSession.queueStep. */
  queue(batch: TokenBatch, step: number): Promise<void>;
  settle(): Promise<unknown>;
}

/** @throws HeldoutError engine_unavailable; unsupported_kernel where the engine has no replicas */
async function openTraining(
  id: EngineId,
  threads: number,
  model: ModelConfig,
  count: number,
): Promise<Training> {
  if (count === 1) {
    const session = await openBenchSession(model, threads, id, stepsInFlight);
    return {
      queue: (batch, step) => session.queueStep(batch, step, benchLearningRate),
      settle: () => session.settle(),
    };
  }
  const engine = await createEngine({ id, threads });
  if (engine.memory === 'host') {
    throw new HeldoutError(
      'unsupported_kernel',
      `Training ${count} replicas needs an engine that keeps states on a device, and ${id} does not. Use onnx-webgpu.`,
    );
  }
  const replicas = Array.from({ length: count }, (_, index) => ({ model, seed: index + 1 }));
  const training = await createReplicaTraining(engine, replicas, benchOptimizer, stepsInFlight);
  const rates = replicas.map(() => benchLearningRate);
  return {
    queue: (batch, step) =>
      training.queue(
        replicas.map(() => batch),
        step,
        rates,
      ),
    settle: () => training.settle(),
  };
}

async function main(): Promise<void> {
  const task = concurrentTaskSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
  const { engine, threads, replicas = 1 } = task;
  const model = studyModel(task.dModel, task.layers);
  const batch = fullBatch(model, task.batch ?? benchBatch);
  const training = await openTraining(engine, threads, model, replicas);
  let step = 0;
  const queueStep = () => {
    step += 1;
    return training.queue(batch, step);
  };
  for (let warmup = 0; warmup < warmupSteps; warmup += 1) await queueStep();
  await training.settle();
  const told = new Promise<unknown>((resolve) => process.once('message', resolve));
  send({ type: 'ready' });
  const { windowMs } = concurrentGoSchema.parse(await told);
  const before = step;
  const startedMs = performance.now();
  while (performance.now() - startedMs < windowMs || step === before) await queueStep();
  await training.settle();
  const milliseconds = performance.now() - startedMs;
  const steps = replicas * (step - before);
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
