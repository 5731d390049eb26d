import { fileURLToPath } from 'node:url';
import type { DataType, NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { HeldoutError } from '@/lib/domain/errors';
import { onBackend } from './backends';
import { tracingBackendName } from './fusedKernels';
import { registerGradients } from './gradients';
import { type Graph, GraphBuilder, type GraphTarget, type GraphValue } from './graph';
import { lowerings } from './kernels/kernels';
import type { Lowering } from './kernels/lowering';
import { ReplicatedBuilder } from './replicas';
import type { Program, Signature, TensorType } from './types';

const backendName = tracingBackendName;

/**
 * A TensorFlow.js backend whose tensors are names of values in a graph: running a kernel adds operations to the graph
 * instead of computing. TensorFlow.js above it does not notice, and so contributes its automatic differentiation.
 */
class TracingBackend extends tf.KernelBackend {
  readonly #values = new WeakMap<object, GraphValue>();
  #graph = new GraphBuilder();

  /** Runs a program over symbolic inputs and returns what it recorded. Synchronous, so traces never interleave. */
  trace(program: Program, signature: Signature, graph: GraphBuilder): Graph {
    this.#graph = graph;
    let outputs: Record<string, GraphValue> = {};
    tf.tidy(() => {
      const inputs = Object.entries(signature).map(([name, spec]): [string, Tensor] => {
        const info = this.#hold(graph.input(name, spec));
        return [name, tf.engine().makeTensorFromTensorInfo(info)];
      });
      const results = Object.entries(program(Object.fromEntries(inputs)));
      outputs = Object.fromEntries(results.map(([name, tensor]) => [name, this.#valueOf(tensor)]));
    });
    return graph.build(outputs);
  }

  run(
    lowering: Lowering,
    inputs: NamedTensorInfoMap,
    attributes: tf.NamedAttrMap,
  ): TensorInfo | TensorInfo[] {
    const values = Object.entries(inputs).flatMap(([name, info]): [string, GraphValue][] =>
      info === undefined ? [] : [[name, this.#valueOf(info)]],
    );
    const outputs = lowering({ graph: this.#graph, inputs: Object.fromEntries(values), attributes });
    return Array.isArray(outputs) ? outputs.map((value) => this.#hold(value)) : this.#hold(outputs);
  }

  #hold(value: GraphValue): TensorInfo {
    if (value.type === 'int64')
      throw new TypeError(`${value.name} is int64, which TensorFlow.js does not have`);
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: value.type };
  }

  #valueOf({ dataId, shape }: TensorInfo): GraphValue {
    const value = this.#values.get(dataId);
    if (value === undefined) throw new TypeError(`a tensor [${shape}] was not made by the traced program`);
    return value;
  }

  override write(values: tf.BackendValues, shape: number[], dtype: DataType): object {
    return this.#hold(this.#graph.constant(...constantOf(values, shape, dtype))).dataId;
  }

  override read(): Promise<tf.BackendValues> {
    throw readInside();
  }

  override readSync(): tf.BackendValues {
    throw readInside();
  }

  // Values live as long as their tensors (a weak map), so there is nothing to count or free.
  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory() {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}

function readInside(): HeldoutError {
  return new HeldoutError(
    'unsupported_kernel',
    "Tracing a program failed: it reads a tensor's values, which do not exist before it runs. Return the tensor instead.",
  );
}

function constantOf(
  values: tf.BackendValues,
  shape: number[],
  dtype: DataType,
): [Float32Array | Int32Array | Uint8Array, number[], TensorType] {
  switch (dtype) {
    case 'float32':
      return [Float32Array.from(values, Number), shape, dtype];
    case 'int32':
      return [Int32Array.from(values, Number), shape, dtype];
    case 'bool':
      return [Uint8Array.from(values, Number), shape, dtype];
    default:
      throw new HeldoutError(
        'unsupported_kernel',
        `Tracing a program failed: it makes a ${dtype} tensor [${shape}], expected float32, int32 or bool.`,
      );
  }
}

const ownFolder = fileURLToPath(new URL('.', import.meta.url));

/** The first line outside this folder and TensorFlow.js, as file:line:column. */
function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  const outside = stack
    .split('\n')
    .slice(1)
    .find((line) => !line.includes(ownFolder) && !/[\\/](node_modules|tfjs-core)[\\/]|node:/.test(line));
  return outside?.match(/\(?([^\s(]+:\d+:\d+)\)?$/)?.[1] ?? 'an unknown place';
}

function unsupported(kernelName: string, inputs: NamedTensorInfoMap, cause?: unknown): HeldoutError {
  const shapes = Object.entries(inputs).map(([name, info]) => `${name} [${info?.shape}]`);
  return new HeldoutError(
    'unsupported_kernel',
    `Tracing a program failed: the TensorFlow.js kernel ${kernelName} (${shapes.join(', ')}), called at ` +
      `${callSite()}, has no ONNX form here${cause instanceof Error ? ` (${cause.message})` : ''}. ` +
      'Add it to lib/engine/kernels or write it with other operations.',
    { cause },
  );
}

/** tfjs-core exports the name of every kernel it can call as a constant of the same name. */
function everyKernelName(): string[] {
  return Object.entries(tf).flatMap(([key, value]) => (key === value ? [key] : []));
}

let backend: TracingBackend | undefined;

function tracingBackend(): TracingBackend {
  if (backend !== undefined) return backend;
  const created = new TracingBackend();
  registerGradients();
  for (const kernelName of new Set([...everyKernelName(), ...Object.keys(lowerings)])) {
    const lowering = lowerings[kernelName];
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        if (lowering === undefined) throw unsupported(kernelName, inputs);
        try {
          return created.run(lowering, inputs, attrs ?? {});
        } catch (cause) {
          throw unsupported(kernelName, inputs, cause);
        }
      },
    });
  }
  tf.registerBackend(backendName, () => created, 0);
  backend = created;
  return created;
}

/**
 * Records what a program does, without computing anything.
 *
 * @param replicas how many of it to write as one graph; each input and output of that has a first axis of this length
 * @throws HeldoutError unsupported_kernel where it uses a kernel, a gradient or a type that has no ONNX form
 */
export function trace(program: Program, signature: Signature, target: GraphTarget, replicas?: number): Graph {
  const graph = replicas === undefined ? new GraphBuilder(target) : new ReplicatedBuilder(target, replicas);
  const tracer = tracingBackend();
  try {
    return onBackend(backendName, () => tracer.trace(program, signature, graph));
  } catch (cause) {
    // TensorFlow.js says which kernel or input has no derivative, but with an error like any other.
    if (!(cause instanceof Error) || !/^Cannot (compute gradient|backprop)/.test(cause.message)) throw cause;
    throw new HeldoutError(
      'unsupported_kernel',
      `Tracing a program failed: ${cause.message} Add it to lib/engine/gradients or write the program without it.`,
      { cause },
    );
  }
}
