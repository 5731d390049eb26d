import type { Tensor } from '@tensorflow/tfjs-core';

/** Every engine the project knows; which of them work on a machine is found out by asking. */
export type EngineId = 'onnx-cpu' | 'onnx-webgpu' | 'onnx-cuda' | 'tfjs-node-gpu' | 'tfjs-node' | 'tfjs-cpu';

export type TensorType = 'float32' | 'int32' | 'bool';

/** bool is one byte an element, 0 or 1. */
export type TensorValues = Float32Array | Int32Array | Uint8Array;

export interface TensorSpec {
  readonly shape: readonly number[];
  readonly type: TensorType;
}

/** A name for each input of a program; shapes are static, so another batch shape is another signature. */
export type Signature = Readonly<Record<string, TensorSpec>>;

/**
 * A pure function of tensors in TensorFlow.js operations. It may use tf.valueAndGrads inside, and must neither
 * read a tensor's values nor keep one. The engine disposes every tensor that it makes.
 */
export type Program = (inputs: Readonly<Record<string, Tensor>>) => Record<string, Tensor>;

export interface Executable {
  readonly inputs: Signature;
  readonly outputs: Signature;
  /** Operations in the compiled graph, before the runtime's own optimizations. */
  readonly nodeCount: number;
  /**
   * Runs the program once. Feeds are read in place, never copied: an array that is fed at every run (a parameter)
   * may be changed between runs.
   *
   * @param into arrays to write some of the outputs to, also in place: several executables can share them
   * @returns every output by name; those not named in `into` belong to the executable and its next run overwrites them
   * @throws HeldoutError invalid_input where an array is missing or has another size than its shape
   */
  run(
    feeds: Readonly<Record<string, TensorValues>>,
    into?: Readonly<Record<string, TensorValues>>,
  ): Promise<Readonly<Record<string, TensorValues>>>;
  dispose(): Promise<void>;
}

export interface Engine {
  readonly id: EngineId;
  /** @throws HeldoutError unsupported_kernel, naming the kernel, its input shapes and the calling line */
  compile(program: Program, signature: Signature): Promise<Executable>;
}

export interface EngineOptions {
  readonly id: EngineId;
  /** Threads within one operation. The sums of a matrix product, and so the last bits, depend on it. */
  readonly threads: number;
}
