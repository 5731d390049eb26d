import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import type { StoppingSpec } from '@/lib/domain/stopping';
import type { Objective, SplitSpec } from '@/lib/domain/sweep';
import type { EngineId } from '@/lib/engine/engine';
import type { ModelConfig } from '@/lib/model/config';
import type { ModelSession, ModelSessionOptions } from '@/lib/model/session';
import type { BatchShape } from '@/lib/model/tokenBatch';
import type { CheckpointOptions } from './checkpointing';
import type { ModelOptions } from './keptModel';
import type { TrainReporter } from './reporter';

export interface TrainRunOptions {
  pairs: readonly Pair[];
  config: RunConfig;
  split: SplitSpec;
  objective: Objective;
  /** BCP 47; decides how translations are cut into tokens for scoring. */
  targetLanguage: string;
  seed: number;
  threads: number;
  engine: EngineId;
  /** As ModelSessionOptions. */
  stepsInFlight?: number;
  /** What the curves depend on beside the configuration, kept with the run: versions, platform, processor. */
  environment: Readonly<Record<string, string>>;
  reporter: TrainReporter;
  /** Of the canonical file that the pairs are from. */
  corpusFingerprint: string;
  /** Of its rules, patience alone is followed here; default: none. */
  stopping?: StoppingSpec;
  /** Default: none are written. */
  checkpoints?: CheckpointOptions;
  /** Default: no trained parameters are kept beyond the run. */
  models?: ModelOptions;
  /** What the run uses of the machine, as metrics by name; asked with every point of the running metrics. */
  resources?(): Record<string, number>;
  /** Milliseconds on a clock that never goes back; only differences are used. */
  now(): number;
  /**
   * Called once the model and the shapes of its training batches are known, before the engine is opened, which waits for
   * it; where it rejects, the run does. Default: nothing is waited for.
   */
  beforeEngine?(need: { model: ModelConfig; shapes: readonly BatchShape[] }): Promise<void>;
  createSession?: (options: ModelSessionOptions) => Promise<ModelSession>;
}
