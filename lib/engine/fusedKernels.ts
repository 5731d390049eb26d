import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What ONNX has as one operation and TensorFlow.js as none. While a program is traced, these are kernels of the tracing
 * backend; everywhere else they are what their name says in TensorFlow.js operations. They have no derivatives: use them
 * inside a custom gradient.
 */

export const tracingBackendName = 'heldout-tracer';

export const layerNormalizationKernel = 'HeldoutLayerNormalization';

/**
 * Layer normalization (Ba et al. 2016) over the last axis.
 *
 * @param x [rows, width]
 * @param scale [width]
 * @param bias [width]
 * @param normalized (x − mean) / √(variance + epsilon), where the caller needs it as well; while a program is traced,
 *   what is not needed is not computed
 */
export function layerNormalization(
  x: Tensor,
  scale: Tensor,
  bias: Tensor,
  epsilon: number,
  normalized: Tensor,
): Tensor {
  if (tf.getBackend() !== tracingBackendName) return tf.add(tf.mul(normalized, scale), bias);
  return tf.engine().runKernel<Tensor>(layerNormalizationKernel, { x, scale, bias }, { epsilon });
}
