import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { padId } from './config';
import { withCustomGradient } from './customGradient';

/** 1 at real targets, 0 at padding; float32 [rows · length]. */
export function targetWeights(targetOut: Tensor): Tensor {
  const flat = tf.reshape(targetOut, [targetOut.size]);
  return tf.cast(tf.notEqual(flat, tf.scalar(padId, 'int32')), 'float32');
}

/**
 * Cross-entropy of each row of logits [rows, vocabulary] with its label (int32 [rows]), in nats → [rows].
 * Smoothing ε spreads that probability uniformly over the whole vocabulary, the label included (Szegedy et al. 2016 §7).
 *
 * The derivative is softmax(logits) − target. Only the label's column of the target differs from ε / vocabulary, so it
 * is corrected in place and no one-hot matrix is made.
 */
export function crossEntropy(logits: Tensor, labels: Tensor, smoothing: number): Tensor {
  const [rows = 1, vocabulary = 1] = logits.shape;
  const uniform = smoothing / vocabulary;
  const atLabel = tf.stack([tf.range(0, rows, 1, 'int32'), labels], 1);
  return withCustomGradient([logits], (logits) => {
    const logProbabilities = tf.logSoftmax(logits);
    const ofLabel = tf.gatherND(logProbabilities, atLabel);
    const plain = tf.mul(ofLabel, smoothing - 1);
    return {
      value: smoothing === 0 ? plain : tf.sub(plain, tf.mul(tf.sum(logProbabilities, 1), uniform)),
      gradient: (dy) => {
        const weight = tf.reshape(dy, [rows, 1]);
        const probabilities = tf.exp(logProbabilities);
        const common = smoothing === 0 ? probabilities : tf.sub(probabilities, uniform);
        const label = tf.sub(tf.exp(ofLabel), uniform + 1 - smoothing);
        return [tf.tensorScatterUpdate(tf.mul(common, weight), atLabel, tf.mul(label, dy))];
      },
    };
  });
}
