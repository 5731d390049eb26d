import type { EngineState } from '@/lib/engine/engine';
import type { TokenBatch } from './tokenBatch';

export interface StateTensor {
  shape: readonly number[];
  values: Float32Array;
}

/** Everything that the next step depends on beside the batch: a snapshot, not a view. */
export interface TrainingState {
  /** Optimizer updates made so far. */
  step: number;
  /** parameters/NAME, firstMoment/NAME and secondMoment/NAME for each parameter NAME. */
  tensors: Record<string, StateTensor>;
}

export interface StepResult {
  /** Mean over target tokens that are not padding, label smoothing included. */
  loss: number;
  /** Global L2 norm of the gradients before clipping. */
  gradientNorm: number;
}

/**
 * Parameters, moments and the update: in host memory (hostTraining) or where a device keeps them (deviceTraining).
 * Calls must not overlap.
 */
export interface Training {
  /** The parameters under parameterInput(name): evaluation and decoding are compiled with this state. */
  readonly parameters: EngineState;
  /**
   * One optimizer update. Where the loss or the norm is not finite, they are returned and nothing is updated.
   *
   * @param step picks the dropout masks, which are a function of (seed, step) alone
   */
  step(batch: TokenBatch, step: number, learningRate: number): Promise<StepResult>;
  exportState(): Promise<TrainingState>;
  /** @throws HeldoutError invalid_input where a tensor is missing or of another size; nothing is changed then */
  importState(state: TrainingState): Promise<void>;
  dispose(): Promise<void>;
}
