import type { Tensor } from '@tensorflow/tfjs-core';

/** Every engine the project knows; which of them work on a machine is found out by asking (detection). */
export const engineIds = [
  'onnx-cpu',
  'onnx-webgpu',
  'onnx-cuda',
  'tfjs-node-gpu',
  'tfjs-node',
  'tfjs-cpu',
] as const;
export type EngineId = (typeof engineIds)[number];

/** Whether it can run several of a program as one (CompileOptions.replicas), and so step several models together. */
export function hasReplicas(engine: EngineId): boolean {
  return engine === 'onnx-webgpu';
}

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

/**
 * Named tensors that an engine keeps where it computes: parameters and moments between steps, keys and values between
 * the tokens of a translation. Programs compiled with a state read its tensors as inputs of the same names, and an
 * output that has such a name replaces the tensor after the run.
 *
 * Owned by whoever created it, who disposes it after every run that uses it has settled.
 */
export interface EngineState {
  readonly signature: Signature;
  /**
   * A snapshot on the host: a copy, which later runs do not change.
   *
   * @param names which tensors; default: all
   */
  read(names?: readonly string[]): Promise<Record<string, TensorValues>>;
  /**
   * Replaces tensors by copies of these values; the rest stay.
   *
   * @throws HeldoutError invalid_input where a name is unknown or a size wrong; nothing is replaced then
   */
  write(values: Readonly<Record<string, TensorValues>>): Promise<void>;
  dispose(): Promise<void>;
}

export interface CompileOptions {
  /** Inputs with these states' names are not fed but read there; outputs with their names are written there. */
  readonly states?: readonly EngineState[];
  /**
   * How many of the program to run as one. The program and its signature are those of one; every feed, output and tensor
   * of a state has a first axis of this length, and each replica sees and writes its own part. See hasReplicas.
   */
  readonly replicas?: number;
}

export interface Executable {
  /** What a run must be fed: the program's inputs but for those that come from a state. */
  readonly inputs: Signature;
  /** What a run returns: the program's outputs but for those that go to a state. */
  readonly outputs: Signature;
  /** Operations in the compiled graph, before the runtime's own optimizations; 0 where nothing is compiled. */
  readonly nodeCount: number;
  /**
   * Runs the program once. Feeds are read in place where the engine computes in host memory: an array that is fed at
   * every run may be changed between runs. Runs of one executable, and of executables that share a state, must not
   * overlap.
   *
   * @param into arrays to write some of the outputs to: several executables can share them
   * @returns every output by name; those not named in `into` belong to the executable and its next run overwrites them
   * @throws HeldoutError invalid_input where an array is missing or has another size than its shape
   */
  run(
    feeds: Readonly<Record<string, TensorValues>>,
    into?: Readonly<Record<string, TensorValues>>,
  ): Promise<Readonly<Record<string, TensorValues>>>;
  dispose(): Promise<void>;
}

/** A state in host memory, whose arrays may be read and written in place between runs. */
export interface HostState extends EngineState {
  readonly arrays: Readonly<Record<string, TensorValues>>;
}

interface EngineBase {
  readonly id: EngineId;
  /** Names the kernel, its input shapes and the calling line in an unsupported_kernel HeldoutError. */
  compile(program: Program, signature: Signature, options?: CompileOptions): Promise<Executable>;
}

/** Computes in host memory (the CPU, or a device that is fed and read at every run). */
export interface HostEngine extends EngineBase {
  readonly memory: 'host';
  /**
   * @param values every tensor's first values. The state takes these very arrays over and keeps them: their owner may go
   *   on changing them in place between runs.
   */
  createState(signature: Signature, values: Readonly<Record<string, TensorValues>>): Promise<HostState>;
}

/** Keeps states in a device's or a library's own memory. */
export interface DeviceEngine extends EngineBase {
  readonly memory: 'device';
  /** @param values every tensor's first values; copied */
  createState(signature: Signature, values: Readonly<Record<string, TensorValues>>): Promise<EngineState>;
}

/** Narrow by `memory`: a training step updates host arrays in place, and a device's state through its program. */
export type Engine = HostEngine | DeviceEngine;

export interface EngineOptions {
  readonly id: EngineId;
  /** Threads within one operation. The sums of a matrix product, and so the last bits, depend on it. */
  readonly threads: number;
}
