import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import { decodePairs } from '@/lib/data/canonical';
import { HeldoutError } from '@/lib/domain/errors';
import type { LogLine } from '@/lib/domain/protocol';
import { FolderCheckpoints } from '@/lib/train/checkpoints/checkpointStore';
import { identityOf } from '@/lib/train/checkpoints/identity';
import type { TrainReporter } from '@/lib/train/reporter';
import { trainRun } from '@/lib/train/trainRun';
import { describeEnvironment, version } from './environment';
import { endWithParent } from './parentWatch';
import { resourceMeter } from './resources';
import {
  encodeScores,
  encodeValues,
  type TrainerJob,
  type TrainerMessageInput,
  trainerOrderSchema,
} from './trainerMessages';

/**
 * The process that trains one run. It hears and tells everything over the channel to the worker that started it, and
 * ends with it: a crash in native code or an out-of-memory kill costs this attempt and nothing else.
 */

function send(message: TrainerMessageInput): void {
  process.send?.(message);
}

/** Training steps that a GPU is given before it is waited for; changes no number. */
const stepsInFlight = z.coerce
  .number()
  .pipe(z.int().min(1).max(1000))
  .optional()
  .parse(process.env['HELDOUT_STEPS_IN_FLIGHT'] || undefined);

let shouldStop = false;
let shouldHandBack = false;
let store: FolderCheckpoints | undefined;

const reporter: TrainReporter = {
  facts: (facts) => send({ type: 'facts', facts }),
  points: (step, values) => send({ type: 'points', step, timeMs: Date.now(), values: encodeValues(values) }),
  sample: (sample) => send({ type: 'sample', sample }),
  testSet: (part) => send({ type: 'testSet', part }),
  hypotheses: (part) => send({ type: 'hypotheses', part }),
  finalScores: ({ scores, ...at }) =>
    send({ type: 'finalScores', scores: { ...at, scores: encodeScores(scores) } }),
  artifact: (artifact) => send({ type: 'artifact', artifact }),
  log: (level: LogLine['level'], text: string) =>
    send({ type: 'log', line: { timeMs: Date.now(), level, text } }),
  progress: (progress) => send({ type: 'progress', progress }),
  checkpoint: (step) => send({ type: 'checkpoint', step }),
  model: (model) => send({ type: 'model', model }),
  testing: () => send({ type: 'testing' }),
  shouldStop: () => shouldStop,
  shouldHandBack: () => shouldHandBack,
};

async function train(job: TrainerJob): Promise<TrainerMessageInput> {
  try {
    const { models, ...run } = job;
    const { attempt, engine, threads, checkpoints } = run;
    const { folder } = checkpoints;
    store = new FolderCheckpoints({ folder, identity: identityOf(job), attempt, engine, threads });
    const end = await trainRun({
      ...run,
      checkpoints: { ...checkpoints, store },
      ...(stepsInFlight === undefined ? {} : { stepsInFlight }),
      ...(models ? { models: { ...models, heldout: version } } : {}),
      pairs: decodePairs(await readFile(job.corpusPath)),
      environment: { ...describeEnvironment(job.device), ...job.origin },
      reporter,
      resources: resourceMeter(),
      now: () => performance.now(),
    });
    if (end.outcome === 'stopped') return { type: 'stopped', decision: end.decision };
    return { type: end.outcome };
  } catch (error) {
    if (error instanceof HeldoutError) {
      return { type: 'failed', error: { code: error.code, message: error.message } };
    }
    console.error(error);
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'failed', error: { code: 'internal', message: `Training failed: ${message}` } };
  }
}

if (!process.send) {
  console.error('A trainer is started by a worker; run `npm run heldout -- worker` instead.');
  process.exit(2);
}
// The dashboard and whatever else a person does on this machine go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// The worker is gone: nobody would hear the rest.
process.on('disconnect', () => process.exit(1));
endWithParent();
process.on('message', (message) => {
  const order = trainerOrderSchema.parse(message);
  switch (order.type) {
    case 'stop':
      shouldStop = true;
      break;
    case 'handBack':
      shouldHandBack = true;
      break;
    case 'acknowledged':
      store?.acknowledge(order.step);
      break;
    case 'start':
      void train(order.job).then((last) => {
        // Exits only once the channel has taken the message; native threads would keep the process alive.
        process.send?.(last, () => process.exit(0));
      });
  }
});
