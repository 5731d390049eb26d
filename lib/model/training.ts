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

/** What a step came to, once that is known. */
export interface KnownStep extends StepResult {
  readonly step: number;
  /** Real labels of its batch. */
  readonly targetTokens: number;
}

export function isFiniteStep({ loss, gradientNorm }: StepResult): boolean {
  return Number.isFinite(loss) && Number.isFinite(gradientNorm);
}

/** Values of the parameters by their names in the engine's state. */
export type ParameterSnapshot = Awaited<ReturnType<EngineState['read']>>;

/**
 * Parameters, moments and the update: in host memory (hostTraining), where a device keeps them (deviceTraining), or there
 * beside those of other models (ReplicaGroup). Calls must not overlap.
 */
export interface Training {
  /**
   * One optimizer update, which a device may not have finished, or begun, when this returns. Where the loss or the norm is
   * not finite nothing is updated, nor by any step that was queued before that is known.
   *
   * @param step picks the dropout masks, which are a function of (seed, step) alone
   * @throws HeldoutError internal where a thread that draws masks has ended: nothing was queued then
   */
  queue(batch: TokenBatch, step: number, learningRate: number): Promise<void>;
  /**
   * What has become known since the last call, in the order of the steps. One that is not finite is the last: those queued
   * behind it did not happen, and the next ones are made as if it had not been.
   *
   * @param wait for the steps that are still on their way
   */
  known(wait: boolean): Promise<KnownStep[]>;
  /** As ModelSession has them. */
  readParameters(): Promise<ParameterSnapshot>;
  writeParameters(parameters: ParameterSnapshot): Promise<void>;
  exportState(): Promise<TrainingState>;
  /** @throws HeldoutError invalid_input where a tensor is missing or of another size; nothing is changed then */
  importState(state: TrainingState): Promise<void>;
  dispose(): Promise<void>;
}

/** One whose parameters are a state of its own: evaluation and decoding are compiled with it. */
export interface StateTraining extends Training {
  /** Under parameterInput(name). */
  readonly parameters: EngineState;
}
