import type { WorkerRecord } from '@/db/workers';
import type { Calibration, RunWork, SweepEstimate } from '@/lib/domain/estimate';
import type { SweepSpec } from '@/lib/domain/sweep';
import { estimateTimes } from '@/lib/stats/estimate';
import type { ServerContext } from './context';
import { isAtWork } from './workers';

/** The newest runs tell of the machine as it is now. */
const mostRatios = 200;

type Calibrated = WorkerRecord & { calibration: Calibration };

/**
 * What a sweep will take on the workers that are alive and calibrated, kept with the sweep and held against its runs.
 *
 * @param work of a run of each variant
 */
export function estimateSweep(
  context: ServerContext,
  spec: SweepSpec,
  work: readonly RunWork[],
): SweepEstimate {
  const alive = context.store.workers.list().filter((worker) => isAtWork(context, worker));
  const calibrated = alive.filter(isCalibrated);
  const ratios = ratiosOf(context, calibrated);
  const times = estimateTimes({
    work,
    seeds: spec.seeds.length,
    workers: calibrated.map(({ hostname, threads, calibration }) => ({
      machine: hostname,
      threads,
      calibration,
    })),
    ratios,
  });
  const reasons = [basisOf(alive.length, calibrated.length, ratios.length), boundOf(spec), queueOf(context)];
  return {
    ...times,
    workers: calibrated.length,
    basis: reasons.filter((reason) => reason !== '').join('; '),
  };
}

/** A calibration is of one engine: a worker that was started again with another one has none yet. */
function isCalibrated(worker: WorkerRecord): worker is Calibrated {
  return worker.calibration !== null && worker.calibration.engine === worker.engine;
}

function ratiosOf({ store }: ServerContext, workers: readonly WorkerRecord[]): number[] {
  const kinds = new Map(workers.map((worker) => [JSON.stringify([worker.hostname, worker.engine]), worker]));
  return [...kinds.values()].flatMap(({ hostname, engine }) =>
    store.workers.durationRatios(hostname, engine, mostRatios),
  );
}

function basisOf(alive: number, calibrated: number, finished: number): string {
  if (alive === 0) return 'no estimate yet: no worker is connected';
  if (calibrated === 0) {
    return 'no estimate yet: no worker has been calibrated, which one does when it has had no run for a few seconds';
  }
  const rest = alive > calibrated ? `, of the ${calibrated} of ${alive} workers that have one` : '';
  // As in lib/stats/estimate: fewer correct nothing.
  if (finished < 3) return `by a calibration alone${rest}, before runs are finished that correct it`;
  return `by a calibration${rest}, corrected by the last ${finished} finished runs`;
}

function boundOf({ stopping, budget }: SweepSpec): string {
  if (stopping.kind === 'none' && !budget) return '';
  return `an upper bound: ${stopping.kind === 'none' ? 'the budget' : 'early stopping'} may end it sooner`;
}

function queueOf({ store }: ServerContext): string {
  const waiting = store.runs.queuedCount() + store.runs.leased().length;
  if (waiting === 0) return '';
  return `without the ${waiting === 1 ? 'run' : `${waiting} runs`} of other sweeps that the workers have to do`;
}
