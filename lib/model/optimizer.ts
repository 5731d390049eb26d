import type { ParameterKind } from './parameters';

export interface OptimizerConfig {
  readonly kind: 'adam' | 'adamw';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /**
   * Decoupled from the gradient in adamw (Loshchilov & Hutter 2019, algorithm 2, scaled by the learning rate), added to
   * it in adam (L2). Kernels and embeddings decay, biases and norms do not.
   */
  readonly weightDecay: number;
  /** Largest global L2 norm of the gradients; 0 leaves them as they are. */
  readonly clipNorm: number;
}

/** The numbers of one update that are the same for every tensor; computed in float64. */
export interface UpdateNumbers {
  /** Learning rate over the first moment's bias correction, 1 − β₁^t. */
  readonly stepSize: number;
  /** 1 / √(1 − β₂^t): brings the root of the second moment to scale. */
  readonly rootCorrection: number;
}

/** @param update t, counted from 1 (Kingma & Ba 2015, algorithm 1) */
export function updateNumbers(config: OptimizerConfig, update: number, learningRate: number): UpdateNumbers {
  return {
    stepSize: learningRate / (1 - config.beta1 ** update),
    rootCorrection: 1 / Math.sqrt(1 - config.beta2 ** update),
  };
}

/** Whether weight decay acts on a parameter. */
export function decays(kind: ParameterKind): boolean {
  return kind === 'kernel' || kind === 'embedding';
}
