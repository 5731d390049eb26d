import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { differentiable, withCustomGradient } from './customGradient';

/**
 * Rows of x [rows, width] at positions (int32 [count], all different) → [count, width]. The derivative writes rows back to
 * their places, where that of a lookup would have to add.
 */
export function takeRows(x: Tensor, positions: Tensor): Tensor {
  const [rows = 1, width = 1] = x.shape;
  return withCustomGradient([x], (x) =>
    differentiable({
      value: tf.gather(x, tf.reshape<tf.Rank.R1>(positions, [positions.size])),
      saved: { positions },
      gradient: (dy, { positions }) => [
        tf.tensorScatterUpdate(tf.zeros([rows, width]), tf.reshape(positions, [positions.size, 1]), dy),
      ],
    }),
  );
}
