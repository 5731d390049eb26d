import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import { decodePairs } from '@/lib/data/canonical';
import { HeldoutError } from '@/lib/domain/errors';
import type { LogLine } from '@/lib/domain/protocol';
import { flopsPerStep } from '@/lib/model/flops';
import { FolderCheckpoints } from '@/lib/train/checkpoints/checkpointStore';
import { identityOf } from '@/lib/train/checkpoints/identity';
import type { TrainReporter } from '@/lib/train/reporter';
import { type TrainRunOptions, trainRun } from '@/lib/train/trainRun';
import { estimateDeviceMemory } from './deviceMemory';
import { describeEnvironment, version } from './environment';
import { endWithParent } from './parentWatch';
import { resourceMeter } from './resources';
import { shapeClassOf } from './shapeClasses';
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

type DeviceQuestion = Parameters<NonNullable<TrainRunOptions['beforeEngine']>>[0];

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
let admit: () => void = () => undefined;
const admitted = new Promise<void>((resolve) => {
  admit = resolve;
});

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

/** Waits for as long as it takes: the worker ends this process where there is no room, or the run is wanted back. */
async function askForDevice({ model, shapes }: DeviceQuestion, beamWidth: number): Promise<void> {
  const flops = shapes.map((shape) => flopsPerStep(model, shape));
  send({
    type: 'needs',
    memory: estimateDeviceMemory(model, shapes, beamWidth),
    shapeClass: shapeClassOf(Math.max(0, ...flops)),
  });
  await admitted;
}

async function train(job: TrainerJob): Promise<TrainerMessageInput> {
  try {
    const { models, asksForDevice, ...run } = job;
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
      ...(asksForDevice ? { beforeEngine: (need) => askForDevice(need, job.config.beamWidth) } : {}),
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
    case 'admitted':
      admit();
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
