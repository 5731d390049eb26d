import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceEngine, EngineState, Executable, Signature } from '@/lib/engine/engine';
import { parameter } from './layers';
import { forReplicas } from './replicas';
import type { StepResult } from './training';

/** float32 [capacity, 2]: loss and gradient norm of the last steps, the newest last. */
const resultsName = 'record/results';
/** float32 []: 1 as long as every step was finite, and 0 from the first on that was not. */
const finiteName = 'record/finite';
/** What the host reads. */
const seenName = 'seen';

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

export function recordSignature(capacity: number): Signature {
  return {
    [resultsName]: { shape: [capacity, 2], type: 'float32' },
    [finiteName]: { shape: [], type: 'float32' },
  };
}

/**
 * Within a training step's program: takes its results down.
 *
 * @param inputs of the program: a record's state among them
 * @param loss, gradientNorm scalars
 * @returns `finite`, a bool scalar: whether this step and all before it had a finite loss and norm, so that it may change
 *   something; and the record's next values
 */
export function takeDown(
  inputs: Readonly<Record<string, Tensor>>,
  loss: Tensor,
  gradientNorm: Tensor,
): { finite: Tensor; record: Record<string, Tensor> } {
  const results = parameter(inputs, resultsName);
  const [capacity = 1] = results.shape;
  const newest = tf.reshape(tf.stack([loss, gradientNorm]), [1, 2]);
  const before = tf.greater(parameter(inputs, finiteName), 0.5);
  const finite = tf.logicalAnd(before, tf.logicalAnd(isFiniteFloat(loss), isFiniteFloat(gradientNorm)));
  return {
    finite,
    record: {
      [resultsName]:
        capacity === 1 ? newest : tf.concat([tf.slice(results, [1, 0], [capacity - 1, 2]), newest], 0),
      [finiteName]: tf.cast(finite, 'float32'),
    },
  };
}

/** False for NaN, which no comparison holds for. */
function isFiniteFloat(x: Tensor): Tensor {
  return tf.lessEqual(tf.abs(x), largestFloat32);
}

/**
 * What a device remembers of its last steps, so that a step returns nothing and the host need not wait for it. After a
 * step whose loss or norm is not finite nothing changes any more until the record is cleared: the steps that were queued
 * behind it did not happen, and everything is as it was before it, however late the host reads of it.
 */
export class StepRecord {
  readonly #reader: Executable;

  private constructor(
    /** Compile programs that call takeDown with it. */
    readonly state: EngineState,
    reader: Executable,
    readonly capacity: number,
    readonly replicas: number,
  ) {
    this.#reader = reader;
  }

  /**
   * @param capacity how many steps are remembered
   * @param replicas of programs compiled for so many (CompileOptions): the record has a part for each
   */
  static async create(engine: DeviceEngine, capacity: number, replicas?: number): Promise<StepRecord> {
    const one = recordSignature(capacity);
    const signature = replicas === undefined ? one : forReplicas(one, replicas);
    const state = await engine.createState(signature, cleared(capacity, replicas ?? 1));
    const reader = await engine.compile(
      (inputs) => ({ [seenName]: parameter(inputs, resultsName) }),
      {},
      { states: [state], ...(replicas === undefined ? {} : { replicas }) },
    );
    return new StepRecord(state, reader, capacity, replicas ?? 1);
  }

  /**
   * Waits for the device.
   *
   * @param count of steps since the last reading, at most the capacity
   * @returns of each replica their results, the oldest first
   */
  async read(count: number): Promise<StepResult[][]> {
    const { [seenName]: seen } = await this.#reader.run({});
    return Array.from({ length: this.replicas }, (_, replica) => {
      const first = (replica + 1) * this.capacity - count;
      return Array.from({ length: count }, (_, index) => ({
        loss: seen?.[2 * (first + index)] ?? Number.NaN,
        gradientNorm: seen?.[2 * (first + index) + 1] ?? Number.NaN,
      }));
    });
  }

  /** Forgets that a step was not finite. */
  async clear(): Promise<void> {
    await this.state.write(cleared(this.capacity, this.replicas));
  }

  async dispose(): Promise<void> {
    await this.#reader.dispose();
    await this.state.dispose();
  }
}

function cleared(capacity: number, replicas: number): Record<string, Float32Array> {
  return {
    [resultsName]: new Float32Array(2 * capacity * replicas),
    [finiteName]: new Float32Array(replicas).fill(1),
  };
}
