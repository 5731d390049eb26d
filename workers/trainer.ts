import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import { ReplicaGroup } from '@/lib/model/replicaGroup';
import { endWithParent } from './parentWatch';
import { TrainedRun } from './trainedRun';
import { type PlacedMessageInput, processOrderSchema, type TrainerJob } from './trainerMessages';

/**
 * The process that trains one run, or several that step together. It hears and tells everything over the channel to the
 * worker that started it, and ends with it: a crash in native code or an out-of-memory kill costs these attempts and
 * nothing else.
 */

function send(message: PlacedMessageInput): void {
  process.send?.(message);
}

/** Training steps that a GPU is given before it is waited for; changes no number. */
const stepsInFlight = z.coerce
  .number()
  .pipe(z.int().min(1).max(1000))
  .optional()
  .parse(process.env['HELDOUT_STEPS_IN_FLIGHT'] || undefined);

const runs = new Map<number, TrainedRun>();
let group: ReplicaGroup | undefined;

function begin(place: number, job: TrainerJob): void {
  const run = new TrainedRun({
    job,
    tell: (message) => send({ place, message }),
    groupOf: (size) => {
      group ??= new ReplicaGroup(size, { engine: job.engine, threads: job.threads, stepsInFlight });
      return group;
    },
    stepsInFlight,
  });
  runs.set(place, run);
  void run.train().then((message) => send({ place, message }));
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
  const ordered = processOrderSchema.parse(message);
  // Native threads would keep the process alive.
  if (ordered === 'end') process.exit(0);
  const { place, order } = ordered;
  if (order.type === 'start') begin(place, order.job);
  else runs.get(place)?.take(order);
});
