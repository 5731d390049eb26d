import type { ParameterSpec } from './parameters';
import { elementsOf } from './parameters';

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

/** A trained tensor with what the optimizer keeps about it. All four arrays have the same length. */
export interface OptimizedTensor {
  readonly spec: ParameterSpec;
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

export function optimizedTensor(spec: ParameterSpec, values: Float32Array): OptimizedTensor {
  const size = elementsOf(spec.shape);
  return {
    spec,
    values,
    gradient: new Float32Array(size),
    firstMoment: new Float32Array(size),
    secondMoment: new Float32Array(size),
  };
}

/** The L2 norm over all gradients together, summed in float64. */
export function globalNorm(tensors: readonly OptimizedTensor[]): number {
  let sum = 0;
  for (const { gradient } of tensors) {
    for (let at = 0; at < gradient.length; at += 1) {
      const value = gradient[at] ?? 0;
      sum += value * value;
    }
  }
  return Math.sqrt(sum);
}

/**
 * One update of every tensor, in place: Adam (Kingma & Ba 2015, algorithm 1), ε added after the root of the
 * bias-corrected second moment, as in the paper and PyTorch. Gradients with a global norm above clipNorm are scaled
 * down to it (Pascanu et al. 2013 §3.2).
 *
 * @param update counts from 1
 * @param norm what globalNorm gives for these tensors
 */
export function applyUpdate(
  tensors: readonly OptimizedTensor[],
  config: OptimizerConfig,
  update: number,
  learningRate: number,
  norm: number,
): void {
  const scale = config.clipNorm > 0 && norm > config.clipNorm ? config.clipNorm / norm : 1;
  for (const tensor of tensors) applyAdam(tensor, config, update, learningRate, scale);
}

function applyAdam(
  { spec, values, gradient, firstMoment, secondMoment }: OptimizedTensor,
  { kind, beta1, beta2, epsilon, weightDecay }: OptimizerConfig,
  update: number,
  learningRate: number,
  gradientScale: number,
): void {
  const decay = spec.kind === 'kernel' || spec.kind === 'embedding' ? weightDecay : 0;
  const l2 = kind === 'adam' ? decay : 0;
  const kept = kind === 'adamw' ? 1 - learningRate * decay : 1;
  const stepSize = learningRate / (1 - beta1 ** update);
  const rootCorrection = 1 / Math.sqrt(1 - beta2 ** update);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    const g = (gradient[at] ?? 0) * gradientScale + l2 * value;
    const m = beta1 * (firstMoment[at] ?? 0) + (1 - beta1) * g;
    const v = beta2 * (secondMoment[at] ?? 0) + (1 - beta2) * g * g;
    firstMoment[at] = m;
    secondMoment[at] = v;
    values[at] = kept * value - (stepSize * m) / (Math.sqrt(v) * rootCorrection + epsilon);
  }
}
