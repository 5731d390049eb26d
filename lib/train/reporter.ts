import type { Artifact, KeptModel, LogLine, RunFacts, Sample } from '@/lib/domain/protocol';
import type { Progress } from '@/lib/domain/run';
import type { FinalScores, HypothesesPart, TestSetPart } from '@/lib/domain/score';

/** Where a run tells what it learns. Calls must not block: what becomes of it all is the receiver's business. */
export interface TrainReporter {
  /** Once, before the first step. */
  facts(facts: RunFacts): void;
  /** Values of metrics at one step, by name; may be NaN or infinite. */
  points(step: number, values: Readonly<Record<string, number>>): void;
  sample(sample: Sample): void;
  /** Sentences that the hypotheses are of, in parts. */
  testSet(part: TestSetPart): void;
  hypotheses(part: HypothesesPart): void;
  finalScores(scores: FinalScores): void;
  artifact(artifact: Artifact): void;
  log(level: LogLine['level'], text: string): void;
  progress(progress: Progress): void;
  /** A checkpoint of this step is durable, after everything up to it has been told. */
  checkpoint(step: number): void;
  /** The trained parameters of one moment are in a file that is durable. */
  model(model: KeptModel): void;
  /** Training is over: from here on the whole test split is translated, which changes nothing that a checkpoint holds. */
  testing(): void;
  /** Asked after every step; true ends the run early, as stopped. */
  shouldStop(): boolean;
  /** Asked after every step; true ends this attempt at a checkpoint, for another to go on. */
  shouldHandBack(): boolean;
}
