import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { padId } from './config';
import { differentiable, withCustomGradient } from './customGradient';
import { type Generator, project } from './generator';

/** 1 at real labels, 0 at padding; float32 [rows]. */
export function labelWeights(labels: Tensor): Tensor {
  return tf.cast(tf.notEqual(labels, tf.scalar(padId, 'int32')), 'float32');
}

interface Distribution {
  /** softmax(logits), [rows, vocabulary]. */
  readonly probabilities: Tensor;
  /** log Σ exp(logits), [rows, 1]. */
  readonly logNormalizer: Tensor;
}

/**
 * The normalizer comes from the largest logit z and its probability p, as z − log p: p is at least 1 / vocabulary, so
 * this is as stable as subtracting z from all logits, and takes no second pass of exponentials.
 */
function distributionOf(logits: Tensor): Distribution {
  const probabilities = tf.softmax(logits);
  const logNormalizer = tf.sub(tf.max(logits, 1, true), tf.log(tf.max(probabilities, 1, true)));
  return { probabilities, logNormalizer };
}

/** Where each row's label is, for gatherND and tensorScatterUpdate: int32 [rows, 2]. */
function labelPositions(labels: Tensor): Tensor {
  return tf.stack([tf.range(0, labels.size, 1, 'int32'), labels], 1);
}

/**
 * Cross-entropy of each row of logits [rows, vocabulary] with its label (int32 [rows]), in nats → [rows].
 * Smoothing ε spreads that probability uniformly over the whole vocabulary, the label included (Szegedy et al. 2016 §7).
 */
function crossEntropyOf(logits: Tensor, { logNormalizer }: Distribution, labels: Tensor, smoothing: number) {
  const normalizer = tf.reshape(logNormalizer, [labels.size]);
  const ofLabel = tf.sub(normalizer, tf.gatherND(logits, labelPositions(labels)));
  if (smoothing === 0) return ofLabel;
  const ofAll = tf.sub(normalizer, tf.mean(logits, 1));
  return tf.add(tf.mul(ofLabel, 1 - smoothing), tf.mul(ofAll, smoothing));
}

/** Cross-entropy without smoothing and without a derivative: what evaluation sums. → [rows] */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return crossEntropyOf(logits, distributionOf(logits), labels, 0);
}

/**
 * Mean cross-entropy over the real labels of what the generator makes of x [rows, dModel]; 0 where there is none. → []
 *
 * The derivative by the logits is share · (softmax(logits) − target), where a row's share is its weight over the number of
 * real labels. Only the label's column of the target differs from ε / vocabulary, so it is corrected in place and no
 * one-hot matrix is made; and the shares multiply x and the product's result, which are smaller than the logits.
 */
export function meanCrossEntropy(x: Tensor, generator: Generator, labels: Tensor, smoothing: number): Tensor {
  const rows = labels.size;
  const weights = labelWeights(labels);
  const shares = tf.div(weights, tf.maximum(tf.sum(weights), 1));
  const { tied } = generator;
  return withCustomGradient([x, generator.kernel, generator.bias], (x, kernel, bias) => {
    const logits = project(x, { kernel, bias, tied });
    const distribution = distributionOf(logits);
    const { probabilities, logNormalizer } = distribution;
    return differentiable({
      value: tf.sum(tf.mul(crossEntropyOf(logits, distribution, labels, smoothing), shares)),
      saved: { x, kernel, labels, shares, logits, probabilities, logNormalizer },
      gradient: (dy, { x, kernel, labels, shares, logits, probabilities, logNormalizer }) => {
        const [, vocabulary = 1] = logits.shape;
        const uniform = smoothing / vocabulary;
        const positions = labelPositions(labels);
        const normalizer = tf.reshape(logNormalizer, [rows]);
        const atLabel = tf.exp(tf.sub(tf.gatherND(logits, positions), normalizer));
        const error = tf.tensorScatterUpdate(
          smoothing === 0 ? probabilities : tf.sub(probabilities, uniform),
          positions,
          tf.sub(atLabel, 1 - smoothing + uniform),
        );
        const share = tf.mul(shares, dy);
        const sharesOfX = tf.mul(x, tf.reshape(share, [rows, 1]));
        return [
          tf.mul(tf.matMul(error, kernel, false, !tied), tf.reshape(share, [rows, 1])),
          tied ? tf.matMul(error, sharesOfX, true) : tf.matMul(sharesOfX, error, true),
          tf.reshape(tf.matMul(tf.reshape(share, [1, rows]), error), [vocabulary]),
        ];
      },
    });
  });
}
