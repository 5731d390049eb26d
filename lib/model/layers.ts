import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { layerNormalization } from '@/lib/engine/engine';
import { differentiable, withCustomGradient } from './customGradient';

/** Trained tensors by name; within a program they are inputs. */
export type Parameters = Readonly<Record<string, Tensor>>;

export function parameter(parameters: Parameters, name: string): Tensor {
  const tensor = parameters[name];
  if (tensor === undefined) throw new RangeError(`the model has no parameter ${name}`);
  return tensor;
}

/** x [rows, in] → [rows, out]. Rows are positions of all sentences, so that this is one large matrix product. */
export function dense(x: Tensor, parameters: Parameters, name: string): Tensor {
  return tf.add(tf.matMul(x, parameter(parameters, `${name}.kernel`)), parameter(parameters, `${name}.bias`));
}

/**
 * Layer normalization (Ba et al. 2016) over the last axis of x [rows, dModel].
 * The derivative, with x̂ the normalized x and g = dy · scale: dx = (g − mean(g) − x̂ · mean(g · x̂)) / σ.
 */
export function layerNorm(x: Tensor, parameters: Parameters, name: string, epsilon: number): Tensor {
  const scale = parameter(parameters, `${name}.scale`);
  const bias = parameter(parameters, `${name}.bias`);
  return withCustomGradient([x, scale, bias], (x, scale, bias) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
    const normalized = tf.mul(centred, inverseDeviation);
    return differentiable({
      value: layerNormalization(x, scale, bias, epsilon, normalized),
      saved: { scale, normalized, inverseDeviation },
      gradient: (dy, { scale, normalized, inverseDeviation }) => {
        const g = tf.mul(dy, scale);
        const meanAlong = tf.mean(tf.mul(g, normalized), -1, true);
        const centredG = tf.sub(g, tf.mean(g, -1, true));
        return [
          tf.mul(tf.sub(centredG, tf.mul(normalized, meanAlong)), inverseDeviation),
          tf.sum(tf.mul(dy, normalized), 0),
          tf.sum(dy, 0),
        ];
      },
    });
  });
}

/** The exact form, x · Φ(x) (Hendrycks & Gimpel 2016), not the tanh approximation. */
export function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
