import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { decodePairs } from '@/lib/data/canonical';
import { HeldoutError } from '@/lib/domain/errors';
import type { LogLine } from '@/lib/domain/protocol';
import type { TrainReporter } from '@/lib/train/reporter';
import { trainRun } from '@/lib/train/trainRun';
import { describeEnvironment } from './environment';
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

let shouldStop = false;

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
  shouldStop: () => shouldStop,
};

async function train(job: TrainerJob): Promise<TrainerMessageInput> {
  try {
    await trainRun({
      ...job,
      pairs: decodePairs(await readFile(job.corpusPath)),
      environment: describeEnvironment(job.device),
      reporter,
      now: () => performance.now(),
    });
    return { type: 'finished' };
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
process.on('message', (message) => {
  const order = trainerOrderSchema.parse(message);
  if (order.type === 'stop') {
    shouldStop = true;
    return;
  }
  void train(order.job).then((last) => {
    // Exits only once the channel has taken the message; native threads would keep the process alive.
    process.send?.(last, () => process.exit(0));
  });
});
