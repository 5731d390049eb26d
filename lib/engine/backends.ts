import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a function with a TensorFlow.js backend in place, and then sets back the one before. Programs of several engines
 * share one TensorFlow.js, so whoever runs one says where; nothing here waits, so nothing else runs in between.
 *
 * @param name a registered backend that is made without waiting, as all are here
 */
export function onBackend<Result>(name: string, run: () => Result): Result {
  // Undefined before the first backend is set, whatever its type says.
  const previous: string | undefined = tf.getBackend();
  void tf.setBackend(name);
  try {
    return run();
  } finally {
    if (previous !== undefined && previous !== name) void tf.setBackend(previous);
  }
}
