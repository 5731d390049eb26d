import * as tf from '@tensorflow/tfjs-core';

/** The value of a function and its derivative: given the value's gradient, the gradient of each input. */
export interface WithGradient {
  readonly value: tf.Tensor;
  gradient(dy: tf.Tensor): tf.Tensor[];
}

/**
 * Runs a function whose derivative is written by hand, where that is cheaper than what differentiating each of its
 * operations gives.
 */
export function withCustomGradient(
  inputs: readonly tf.Tensor[],
  forward: (...inputs: tf.Tensor[]) => WithGradient,
): tf.Tensor {
  return tf.customGrad((...given) => {
    const { value, gradient } = forward(...given.filter((item) => item instanceof tf.Tensor));
    return { value, gradFunc: (dy: tf.Tensor) => gradient(dy) };
  })(...inputs);
}
