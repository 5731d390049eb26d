import type { WorkerRecord } from '@/db/workers';
import type { Calibration, EstimateReason, RunWork, SweepEstimate } from '@/lib/domain/estimate';
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
  const reasons = [
    basisOf(alive.length, calibrated.length, ratios.length),
    ...boundOf(spec),
    ...queueOf(context),
  ];
  return {
    ...times,
    workers: calibrated.length,
    basis: reasons.map(inEnglish).join('; '),
    reasons,
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

function basisOf(alive: number, calibrated: number, finished: number): EstimateReason {
  if (alive === 0) return { kind: 'no-worker' };
  if (calibrated === 0) return { kind: 'not-calibrated' };
  // As in lib/stats/estimate: fewer correct nothing.
  return { kind: 'calibration', calibrated, alive, finished: finished < 3 ? 0 : finished };
}

function boundOf({ stopping, budget }: SweepSpec): EstimateReason[] {
  if (stopping.kind !== 'none') return [{ kind: 'upper-bound', endedBy: 'early-stopping' }];
  return budget ? [{ kind: 'upper-bound', endedBy: 'budget' }] : [];
}

function queueOf({ store }: ServerContext): EstimateReason[] {
  const runs = store.runs.queuedCount() + store.runs.leased().length;
  return runs === 0 ? [] : [{ kind: 'other-runs', runs }];
}

function inEnglish(reason: EstimateReason): string {
  switch (reason.kind) {
    case 'no-worker':
      return 'no estimate yet: no worker is connected';
    case 'not-calibrated':
      return 'no estimate yet: no worker has been calibrated, which one does when it has had no run for a few seconds';
    case 'calibration': {
      const { calibrated, alive, finished } = reason;
      const rest = alive > calibrated ? `, of the ${calibrated} of ${alive} workers that have one` : '';
      return finished === 0
        ? `by a calibration alone${rest}, before runs are finished that correct it`
        : `by a calibration${rest}, corrected by the last ${finished} finished runs`;
    }
    case 'upper-bound':
      return `an upper bound: ${reason.endedBy === 'budget' ? 'the budget' : 'early stopping'} may end it sooner`;
    case 'other-runs':
      return `without the ${reason.runs === 1 ? 'run' : `${reason.runs} runs`} of other sweeps that the workers have to do`;
  }
}
