import { join } from 'node:path';
import { openStore } from '@/db/store';
import type { RunState } from '@/lib/domain/run';
import { moments } from '@/lib/domain/score';
import { programRoot } from '@/workers/ownProcess';

/** All that is stored of a run and that a repetition must give again, in the last bit. */
export interface RecordedRun {
  state: RunState;
  /** metric → [step, value]; of what depends on time and machine, the steps alone. */
  curves: Record<string, [step: number, value: number | null][]>;
  samples: unknown;
  /** Translations of the whole test split and their scores, at the best and the last step. */
  tested: unknown;
  result: unknown;
  attempts: { outcome: string | null; resumedFromStep: number }[];
}

/** Of time and machine, not of the run. */
const isMachineMetric = (metric: string) => /^(system|throughput)\//.test(metric);

/** @returns by variant and seed. The server must have ended. */
export function recordedSweep(home: string, sweepId: string): Map<string, RecordedRun> {
  const store = openStore(home, { migrationsDirectory: join(programRoot, 'db', 'migrations') });
  try {
    const runs = store.runs.ofSweep(sweepId);
    return new Map(
      runs.map((run) => {
        const series = [...(store.points.read([run.id]).get(run.id) ?? [])];
        const curves = series.map(([metric, { steps, values }]) => [
          metric,
          Array.from(steps, (step, i) => [step, isMachineMetric(metric) ? null : (values[i] ?? null)]),
        ]);
        const { atBest, last, ...best } = run.result;
        return [
          `variant ${run.variantIndex}, seed ${run.seed}`,
          {
            state: run.state,
            curves: Object.fromEntries(curves),
            samples: store.samples.ofRun(run.id),
            tested: [
              store.testReports.scoresOf([run.id]).get(run.id),
              ...moments.map((moment) => store.testReports.sentences(run.id, moment)),
            ],
            result: { ...best, atBest: ofTheRun(atBest), last: ofTheRun(last) },
            attempts: store.attempts
              .ofRun(run.id)
              .map(({ outcome, resumedFromStep }) => ({ outcome, resumedFromStep })),
          },
        ];
      }),
    );
  } finally {
    store.close();
  }
}

function ofTheRun(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([metric]) => !isMachineMetric(metric)));
}

/** What is not as in the undisturbed sweep, a line each. */
export function differences(
  actual: ReadonlyMap<string, RecordedRun>,
  expected: ReadonlyMap<string, RecordedRun>,
): string[] {
  return [...expected].flatMap(([name, run]) => {
    const other = actual.get(name);
    if (!other) return [`${name} is missing`];
    const parts = ['state', 'samples', 'tested', 'result'] as const;
    const metrics = new Set([...Object.keys(run.curves), ...Object.keys(other.curves)]);
    return [
      ...parts.filter((part) => !isSame(run[part], other[part])).map((part) => `${name}: other ${part}`),
      ...[...metrics].flatMap((metric) => {
        const [wanted, given] = [run.curves[metric] ?? [], other.curves[metric] ?? []];
        const at = wanted.findIndex((point, i) => !isSame(point, given[i]));
        if (at < 0 && wanted.length === given.length) return [];
        return [
          `${name}: ${metric} has ${given.length} points, not ${wanted.length}; the first difference is at index ${at}: ${given[at]}, not ${wanted[at]}`,
        ];
      }),
    ];
  });
}

/** JSON tells all doubles apart but NaN, which no run here has. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function pointCount(sweep: ReadonlyMap<string, RecordedRun>): number {
  return [...sweep.values()]
    .flatMap(({ curves }) => Object.values(curves))
    .reduce((sum, points) => sum + points.length, 0);
}
