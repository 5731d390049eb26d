import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { differentiable, withCustomGradient } from './customGradient';
import { dense, type Parameters, parameter } from './layers';

/** Added to a score that must not be seen: its exponential is exactly zero, and a row of them stays finite. */
export const hidden = -1e9;

export interface HeadShape {
  readonly rows: number;
  readonly heads: number;
  readonly dModel: number;
}

/** [rows · length, dModel] → [rows, heads, length, dHead] */
export function splitHeads(x: Tensor, length: number, { rows, heads, dModel }: HeadShape): Tensor {
  return tf.transpose(tf.reshape(x, [rows, length, heads, dModel / heads]), [0, 2, 1, 3]);
}

/** The keys and values that queries look at, [rows, heads, length, dHead] each. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/**
 * Softmax does not change when a constant is added to all scores of a query, and that is all that the keys' bias does:
 * its derivative is exactly zero. Computed, it would be rounding noise, which Adam divides by its own size and so turns
 * into full steps in random directions.
 */
function withoutGradient(bias: Tensor): Tensor {
  return withCustomGradient([bias], (bias) =>
    differentiable({
      value: tf.clone(bias),
      saved: {},
      gradient: (dy) => [tf.zerosLike(dy)],
    }),
  );
}

export function keysAndValues(
  x: Tensor,
  length: number,
  parameters: Parameters,
  name: string,
  shape: HeadShape,
): KeysAndValues {
  const keyBias = withoutGradient(parameter(parameters, `${name}.key.bias`));
  const keys = tf.add(tf.matMul(x, parameter(parameters, `${name}.key.kernel`)), keyBias);
  return {
    keys: splitHeads(keys, length, shape),
    values: splitHeads(dense(x, parameters, `${name}.value`), length, shape),
  };
}

/** Told of the weights of one attention, [rows, heads, queries, keys]: each query's sum to 1. */
export type AttentionObserver = (name: string, weights: Tensor) => void;

/**
 * Multi-head scaled dot-product attention (Vaswani et al. 2017 §3.2).
 *
 * @param x queries come from here, [rows · length, dModel]
 * @param mask added to the scores: zero where a query may look; broadcasts to [rows, heads, length, keys]
 * @param observe adds no operation to a program: it may make the weights an output
 * @returns [rows · length, dModel]
 */
export function attend(
  x: Tensor,
  length: number,
  { keys, values }: KeysAndValues,
  mask: Tensor,
  parameters: Parameters,
  name: string,
  shape: HeadShape,
  observe?: AttentionObserver,
): Tensor {
  const queries = splitHeads(dense(x, parameters, `${name}.query`), length, shape);
  const scale = 1 / Math.sqrt(shape.dModel / shape.heads);
  const scores = tf.add(tf.mul(tf.matMul(queries, keys, false, true), scale), mask);
  const weights = tf.softmax(scores);
  observe?.(name, weights);
  const context = tf.transpose(tf.matMul(weights, values), [0, 2, 1, 3]);
  return dense(tf.reshape(context, [shape.rows * length, shape.dModel]), parameters, `${name}.output`);
}

/** Hides padding as a key. sourcePaddingMask [rows, length] is true at padding → [rows, 1, 1, length]. */
export function paddingScores(sourcePaddingMask: Tensor): Tensor {
  const [rows = 1, length = 1] = sourcePaddingMask.shape;
  return tf.reshape(tf.mul(tf.cast(sourcePaddingMask, 'float32'), hidden), [rows, 1, 1, length]);
}

/** Hides later positions: query i sees keys 0 … i. → [length, length] */
export function causalScores(length: number): Tensor {
  const values = Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? hidden : 0,
  );
  return tf.tensor2d(values, [length, length]);
}

/** For the one query at `position` (an int32 scalar): hides the later positions of a cache. → [capacity] */
export function cacheScores(position: Tensor, capacity: number): Tensor {
  const later = tf.greater(tf.range(0, capacity, 1, 'int32'), position);
  return tf.mul(tf.cast(later, 'float32'), hidden);
}
