import type { Owner } from '@/db/runs';
import type { Report } from '@/lib/domain/protocol';
import type { ServerContext } from '@/lib/server/context';
import { finishRun, reportRun } from '@/lib/server/reports';
import { newId } from '@/lib/server/secrets';
import { closeServer, openServer } from '@/lib/server/server';
import { createSweep } from '@/lib/server/sweeps';
import { registerWorker } from '@/lib/server/workers';

/** Each measured at every step, more often than any trainer does. */
export const benchMetrics = [
  'train/loss',
  'test/loss',
  'validation/loss',
  'train/bleu',
  'test/bleu',
  'train/runningLoss',
] as const;

export interface SeededSweep {
  name: string;
  variants: number;
  seeds: number;
  /** Of each metric of a run. */
  points: number;
  /** So many runs stay queued, for simulated workers. */
  queued?: number;
}

const pointsAReport = 1000;
const runsATransaction = 20;
const startMs = Date.UTC(2026, 0, 1);
const stepMs = 100;

/**
 * Sweeps whose runs have been reported on by the server's own services, in a data directory that no server has open.
 *
 * @returns ids of the sweeps
 */
export async function seedDashboard(home: string, sweeps: readonly SeededSweep[]): Promise<string[]> {
  const context = openServer({ home });
  try {
    const workerId = registerWorker({
      ...{ name: 'seeder', hostname: 'bench', pid: 1, engine: 'onnx-cpu', device: 'cpu', threads: 1 },
      version: '0',
    });
    const ids: string[] = [];
    for (const sweep of sweeps) ids.push(await seedSweep(context, workerId, sweep));
    return ids;
  } finally {
    closeServer();
  }
}

async function seedSweep(context: ServerContext, workerId: string, seeded: SeededSweep): Promise<string> {
  const { name, variants, seeds, points, queued = 0 } = seeded;
  const { sweep, runs } = await createSweep({
    name,
    question: 'How fast is the dashboard?',
    corpus: 'phrasebook',
    base: { heads: 1, epochs: 20 },
    design: 'list',
    objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
    cells: Array.from({ length: variants }, (_, i) => ({
      dModel: 8 * (1 + (i % 50)),
      layers: 1 + Math.floor(i / 50),
    })),
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
  });
  const trained = runs.length - queued;
  for (let first = 0; first < trained; first += runsATransaction) {
    context.store.write('Seeding runs', () => {
      for (let i = first; i < Math.min(trained, first + runsATransaction); i++)
        trainRun(context, workerId, points);
    });
  }
  return sweep.id;
}

/** The next run of the queue, from its lease to its end. */
function trainRun({ store }: ServerContext, workerId: string, points: number): void {
  const leaseToken = newId();
  const run = store.runs.leaseNext({
    workerId,
    leaseToken,
    nowMs: startMs,
    expiresAtMs: Date.now() + 3_600_000,
  });
  if (!run) throw new Error('seedDashboard: no run is queued');
  store.attempts.begin({ runId: run.id, attempt: run.attempt, workerName: 'seeder', startedAtMs: startMs });
  const owner = { runId: run.id, attempt: run.attempt, leaseToken };
  for (let first = 0, sequence = 1; first < points; first += pointsAReport, sequence++) {
    reportRun(run.id, benchReport(owner, sequence, first, Math.min(points, first + pointsAReport), points));
  }
  finishRun(run.id, { attempt: run.attempt, leaseToken, outcome: 'finished' });
}

/** Curves of a model that learns, then remembers, with noise; steps first + 1 to last. */
export function benchReport(
  owner: Owner,
  sequence: number,
  first: number,
  last: number,
  total: number,
): Report {
  const steps = Array.from({ length: last - first }, (_, i) => first + i + 1);
  const seed = [...owner.runId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 97;
  const { attempt, leaseToken } = owner;
  return {
    ...{ attempt, leaseToken, sequence },
    ...{ samples: [], logs: [], testSets: [], hypotheses: [], finalScores: [], artifacts: [] },
    progress: { step: last, totalSteps: total, epoch: Math.floor((20 * last) / total), totalEpochs: 20 },
    points: benchMetrics.map((metric) => ({
      metric,
      steps,
      values: steps.map((step) => valueAt(metric, seed, step, total)),
      timesMs: steps.map((step) => startMs + stepMs * step),
    })),
  };
}

function valueAt(metric: string, seed: number, step: number, total: number): number {
  const share = step / total;
  const noise = Math.sin(step * 12.9898 + seed * 78.233) * 0.05;
  const overfit = metric.startsWith('train/') ? 0 : 1.5 * Math.max(0, share - 0.4) ** 2;
  const loss = 1 + seed / 100 + 5 * Math.exp(-6 * share) + overfit + noise;
  return metric.endsWith('bleu') ? Math.max(0, 100 * Math.exp(-loss)) : loss;
}
