import type { Artifact, KeptModel, RunFacts, Sample } from '@/lib/domain/protocol';
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
  readonly checkpoints: number[] = [];
  readonly models: KeptModel[] = [];
  isTesting = false;
  /** Read after every step. */
  handBackAfterSteps = Number.POSITIVE_INFINITY;
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

  checkpoint(step: number): void {
    this.checkpoints.push(step);
  }

  model(model: KeptModel): void {
    this.models.push(model);
  }

  testing(): void {
    this.isTesting = true;
  }

  shouldHandBack(): boolean {
    return (this.progressed.at(-1)?.step ?? 0) >= this.handBackAfterSteps;
  }

  steps(metric: string): number[] {
    return (this.curves.get(metric) ?? []).map(({ step }) => step);
  }

  values(metric: string): number[] {
    return (this.curves.get(metric) ?? []).map(({ value }) => value);
  }

  /** As the server does when an attempt goes on from a checkpoint. */
  cutAfter(step: number): void {
    // From the beginning what is of step 0 is told again too.
    const isKept = (point: { step: number }) => step > 0 && point.step <= step;
    for (const [metric, points] of this.curves) {
      const left = points.filter(isKept);
      if (left.length > 0) this.curves.set(metric, left);
      else this.curves.delete(metric);
    }
    this.samples.splice(0, this.samples.length, ...this.samples.filter(isKept));
    this.allHypotheses.length = 0;
    this.allScores.length = 0;
  }

  /** Every curve but those that measure the machine. */
  reproducible(): [string, { step: number; value: number }[]][] {
    return [...this.curves].filter(([metric]) => !/^(throughput|system)\//.test(metric));
  }
}
