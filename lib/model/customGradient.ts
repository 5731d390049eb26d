import * as tf from '@tensorflow/tfjs-core';

interface Parts<Name extends string> {
  readonly value: tf.Tensor;
  /**
   * All tensors that the derivative needs, inputs and those made outside the function among them: an engine that computes
   * at once frees everything else of the forward pass before the backward pass begins.
   */
  readonly saved: Readonly<Record<Name, tf.Tensor>>;
  /** Given the value's gradient, the gradient of each input. */
  gradient(dy: tf.Tensor, saved: Readonly<Record<Name, tf.Tensor>>): tf.Tensor[];
}

/** The value of a function and its derivative, see differentiable. */
export interface WithGradient {
  readonly value: tf.Tensor;
  readonly saved: tf.Tensor[];
  /** @param kept the saved tensors in their order */
  gradient(dy: tf.Tensor, kept: readonly tf.Tensor[]): tf.Tensor[];
}

/** What a function of withCustomGradient returns; its derivative gets the saved tensors by name. */
export function differentiable<Name extends string>({ value, saved, gradient }: Parts<Name>): WithGradient {
  return {
    value,
    saved: Object.values(saved),
    gradient: (dy, kept) => gradient(dy, renamed(saved, kept)),
  };
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
    const { value, saved, gradient } = forward(...given.filter((item) => item instanceof tf.Tensor));
    const save = given.find((item) => typeof item === 'function');
    save?.(saved);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => gradient(dy, kept) };
  })(...inputs);
}

function renamed<Name extends string>(
  saved: Readonly<Record<Name, tf.Tensor>>,
  kept: readonly tf.Tensor[],
): Record<Name, tf.Tensor> {
  const tensors: Record<Name, tf.Tensor> = { ...saved };
  let index = 0;
  for (const name in saved) {
    const tensor = kept[index];
    if (tensor === undefined) throw new RangeError(`${name} was not saved`);
    tensors[name] = tensor;
    index += 1;
  }
  return tensors;
}
