import type { LeasedRun, RegisterRequest, Report } from '@/lib/domain/protocol';

/** What a simulated worker says of itself. */
export function simulatedWorker(name: string): RegisterRequest {
  return {
    name,
    hostname: 'simulated',
    pid: 1,
    engine: 'onnx-cpu',
    device: 'none',
    threads: 1,
    version: '0',
  };
}

/** A sweep of so many runs that nobody trains: simulated workers report what they like. */
export function sweepOfRuns(runs: number) {
  const seedsEach = Math.ceil(runs / 2);
  return {
    name: `${2 * seedsEach} runs`,
    corpus: 'phrasebook',
    base: { dModel: 16, heads: 1, layers: 1, epochs: 1 },
    factors: { dropout: [0, 0.1] },
    seeds: Array.from({ length: seedsEach }, (_, index) => index + 1),
  };
}

/** Points of one metric at these steps; the value is the step, so that what is stored can be told from what is not. */
export function pointsAt(steps: readonly number[]) {
  return {
    metric: 'train/runningLoss',
    steps: [...steps],
    values: steps.map((step) => step / 7),
    timesMs: steps.map((step) => 1000 * step),
  };
}

export function reportOf(run: LeasedRun, sequence: number, rest: Partial<Report> = {}): Report {
  const { attempt, leaseToken } = run;
  const nothing = { points: [], samples: [], logs: [], testSets: [], hypotheses: [] };
  return { attempt, leaseToken, sequence, ...nothing, finalScores: [], artifacts: [], ...rest };
}
