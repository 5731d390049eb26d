import type { Artifact, RunFacts, Sample } from '@/lib/domain/protocol';
import type { Progress } from '@/lib/domain/run';
import type { FinalScores, HypothesesPart, TestSetPart } from '@/lib/domain/score';
import type { TrainReporter } from '@/lib/train/reporter';

/** A reporter that keeps all it is told, in memory. */
export class Recorder implements TrainReporter {
  readonly curves = new Map<string, { step: number; value: number }[]>();
  readonly samples: Sample[] = [];
  readonly logs: string[] = [];
  readonly progressed: Progress[] = [];
  readonly allFacts: RunFacts[] = [];
  readonly testSets: TestSetPart[] = [];
  readonly allHypotheses: HypothesesPart[] = [];
  readonly allScores: FinalScores[] = [];
  readonly artifacts: Artifact[] = [];
  readonly #stopAfterSteps: number;

  constructor(stopAfterSteps = Number.POSITIVE_INFINITY) {
    this.#stopAfterSteps = stopAfterSteps;
  }

  facts(facts: RunFacts): void {
    this.allFacts.push(facts);
  }

  points(step: number, values: Readonly<Record<string, number>>): void {
    for (const [metric, value] of Object.entries(values)) {
      this.curves.set(metric, [...(this.curves.get(metric) ?? []), { step, value }]);
    }
  }

  sample(sample: Sample): void {
    this.samples.push(sample);
  }

  testSet(part: TestSetPart): void {
    this.testSets.push(part);
  }

  hypotheses(part: HypothesesPart): void {
    this.allHypotheses.push(part);
  }

  finalScores(scores: FinalScores): void {
    this.allScores.push(scores);
  }

  artifact(artifact: Artifact): void {
    this.artifacts.push(artifact);
  }

  log(level: string, text: string): void {
    this.logs.push(`${level}: ${text}`);
  }

  progress(progress: Progress): void {
    this.progressed.push(progress);
  }

  shouldStop(): boolean {
    return (this.curves.get('train/runningLoss')?.at(-1)?.step ?? 0) >= this.#stopAfterSteps;
  }

  steps(metric: string): number[] {
    return (this.curves.get(metric) ?? []).map(({ step }) => step);
  }

  values(metric: string): number[] {
    return (this.curves.get(metric) ?? []).map(({ value }) => value);
  }

  /** Every curve but those that measure the machine. */
  reproducible(): [string, { step: number; value: number }[]][] {
    return [...this.curves].filter(([metric]) => !/^(throughput|system)\//.test(metric));
  }
}
