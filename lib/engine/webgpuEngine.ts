import { Tensor } from 'onnxruntime-node';
import { HeldoutError } from '@/lib/domain/errors';
import { signatureOf } from './graph';
import { checkValues, mapEntries } from './tensors';
import { trace } from './tracer';
import type { DeviceEngine, Executable, Signature, TensorValues } from './types';
import { GpuSession } from './webgpuSession';
import { WebgpuState } from './webgpuState';

/** Whether this process holds a device: with a session that is never closed, because the device goes with its last one. */
let deviceIsOpen = false;

/**
 * Traces a program into one ONNX graph and runs it on a GPU with ONNX Runtime's WebGPU provider: on Vulkan, Metal or
 * Direct3D 12, whoever made the device. States stay in the GPU's memory; feeds and other outputs are copied.
 *
 * @throws HeldoutError engine_unavailable where no adapter is found
 */
export async function createWebgpuEngine(): Promise<DeviceEngine> {
  if (!deviceIsOpen) await openDevice();
  deviceIsOpen = true;
  return {
    id: 'onnx-webgpu',
    memory: 'device',
    async compile(program, signature, { states = [], replicas } = {}): Promise<Executable> {
      const gpuStates = states.map((state) => {
        if (state instanceof WebgpuState) return state;
        throw new TypeError('engine onnx-webgpu was given a state of another engine');
      });
      const kept: Signature = Object.assign({}, ...gpuStates.map((state) => state.signature));
      const seen = replicas === undefined ? kept : ofOneReplica(kept, replicas);
      const graph = trace(program, { ...signature, ...seen }, 'gpu', replicas);
      const session = await GpuSession.open(graph, (name) => name in kept);
      return new WebgpuExecutable(
        session,
        signatureOf(graph.inputs),
        signatureOf(graph.outputs),
        graph.nodes.length,
        gpuStates,
      );
    },
    createState(signature, values) {
      return WebgpuState.create(signature, values);
    },
  };
}

/** What each replica sees of states whose tensors have a first axis of replicas. */
function ofOneReplica(signature: Signature, replicas: number): Signature {
  return mapEntries(signature, (name, { shape, type }) => {
    const [first, ...rest] = shape;
    if (first === replicas) return { shape: rest, type };
    throw new TypeError(`${name} is [${shape}], expected ${replicas} replicas on its first axis`);
  });
}

async function openDevice(): Promise<void> {
  const graph = trace(({ x }) => (x ? { x } : {}), { x: { shape: [1], type: 'float32' } }, 'gpu');
  try {
    await GpuSession.open(graph, () => false);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // What follows the place in ONNX Runtime's source and the condition that failed there.
    const reason = message
      .trim()
      .split('\n')[0]
      ?.replace(/^.* was false\. /, '');
    throw new HeldoutError(
      'engine_unavailable',
      `Engine onnx-webgpu is not available: ONNX Runtime opened no GPU (${reason}). It needs a GPU with a driver for ` +
        "Vulkan 1.1 and Vulkan's loader (Debian: libvulkan1, and mesa-vulkan-drivers or NVIDIA's driver) on Linux, " +
        'Metal on macOS, or Direct3D 12 on Windows.',
      { cause },
    );
  }
}

class WebgpuExecutable implements Executable {
  readonly #session: GpuSession;
  readonly #states: readonly WebgpuState[];
  readonly #read: readonly string[];
  readonly inputs: Signature;
  readonly outputs: Signature;

  constructor(
    session: GpuSession,
    inputs: Signature,
    outputs: Signature,
    readonly nodeCount: number,
    states: readonly WebgpuState[],
  ) {
    this.#session = session;
    this.#states = states;
    const isKept = (name: string) => states.some(({ signature }) => name in signature);
    const others = (signature: Signature) =>
      Object.fromEntries(Object.entries(signature).filter(([name]) => !isKept(name)));
    this.#read = Object.keys(inputs).filter(isKept);
    this.inputs = others(inputs);
    this.outputs = others(outputs);
  }

  async run(
    feeds: Readonly<Record<string, TensorValues>>,
    into: Readonly<Record<string, TensorValues>> = {},
  ): Promise<Readonly<Record<string, TensorValues>>> {
    const given = mapEntries(
      this.inputs,
      (name, spec) => new Tensor(spec.type, checkValues(name, spec, feeds[name]), spec.shape),
    );
    for (const name of this.#read) given[name] = this.#stateOf(name).tensor(name);
    const { host, resident } = await this.#session.run(given);
    for (const [name, tensor] of Object.entries(resident)) await this.#stateOf(name).replace(name, tensor);
    return mapEntries(host, (name, values) => {
      into[name]?.set(values);
      return into[name] ?? values;
    });
  }

  #stateOf(name: string): WebgpuState {
    const state = this.#states.find(({ signature }) => name in signature);
    if (state === undefined) throw new RangeError(`no state has ${name}`);
    return state;
  }

  async dispose(): Promise<void> {
    await this.#session.close();
  }
}
