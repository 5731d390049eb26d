import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { type Graph, outputName } from './graph';
import { writeOnnx } from './onnxWriter';
import { trace } from './tracer';
import type { Signature, TensorValues } from './types';
import { parseWebgpuOptions, webgpuVariable } from './webgpuOptions';

/** A tensor in the GPU's memory, which its holder disposes. */
export interface GpuTensor {
  readonly tensor: Tensor;
  dispose(): Promise<void>;
}

export interface GpuResults {
  readonly host: Readonly<Record<string, TensorValues>>;
  readonly resident: Readonly<Record<string, GpuTensor>>;
}

/**
 * Every open session. A session that the garbage collector frees before the tensors that it made takes their allocator
 * with it, and the process ends when they follow.
 */
const openSessions = new Set<GpuSession>();

/**
 * A graph on the GPU. A tensor that it made is freed through it (onnxruntime-node 1.30.0), so it is released when it is
 * closed and all of those are disposed, whichever comes last.
 */
export class GpuSession {
  readonly #session: InferenceSession;
  readonly #outputs: readonly string[];
  readonly #isResident: (name: string) => boolean;
  #unfreed = 0;
  #closed = false;

  private constructor(session: InferenceSession, graph: Graph, isResident: (name: string) => boolean) {
    this.#session = session;
    this.#outputs = graph.outputs.map(({ name }) => name);
    this.#isResident = isResident;
    openSessions.add(this);
  }

  /** @param isResident says of each output whether it stays on the GPU; the others come back to the host */
  static async open(graph: Graph, isResident: (name: string) => boolean): Promise<GpuSession> {
    const session = await InferenceSession.create(writeOnnx(graph), gpuOptions(graph, isResident));
    return new GpuSession(session, graph, isResident);
  }

  async run(feeds: Readonly<Record<string, Tensor>>): Promise<GpuResults> {
    const results = await this.#session.run(feeds);
    const host: Record<string, TensorValues> = {};
    const resident: Record<string, GpuTensor> = {};
    for (const name of this.#outputs) {
      const tensor = results[outputName(name)];
      if (tensor === undefined) throw new RangeError(`the graph returned no ${name}`);
      if (this.#isResident(name)) resident[name] = this.#lend(tensor);
      else host[name] = hostValues(tensor);
    }
    return { host, resident };
  }

  #lend(tensor: Tensor): GpuTensor {
    this.#unfreed += 1;
    return {
      tensor,
      dispose: () => {
        tensor.dispose();
        this.#unfreed -= 1;
        return this.#releaseWhenUnused();
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#releaseWhenUnused();
  }

  async #releaseWhenUnused(): Promise<void> {
    if (this.#closed && this.#unfreed === 0 && openSessions.delete(this)) await this.#session.release();
  }
}

/** Session options of every graph on the GPU. */
export function gpuOptions(
  graph: Graph,
  isResident: (name: string) => boolean,
): InferenceSession.SessionOptions {
  const { graphOptimizationLevel = 'all', ...provider } = parseWebgpuOptions(
    process.env[webgpuVariable] ?? '',
  );
  return {
    executionProviders: [{ name: 'webgpu', ...provider }],
    preferredOutputLocation: Object.fromEntries(
      graph.outputs.map(({ name }) => [outputName(name), isResident(name) ? 'gpu-buffer' : 'cpu']),
    ),
    executionMode: 'sequential',
    graphOptimizationLevel,
    logSeverityLevel: 3,
  };
}

/**
 * Copies tensors to the GPU or back, through a graph that does nothing else: getData() of a tensor on the GPU ends the
 * process in onnxruntime-node 1.30.0, and there is no other way up.
 */
export async function copyThroughGpu(
  signature: Signature,
  tensors: Readonly<Record<string, Tensor>>,
  to: 'gpu' | 'host',
): Promise<GpuResults> {
  const graph = trace((inputs) => ({ ...inputs }), signature, 'gpu');
  const session = await GpuSession.open(graph, () => to === 'gpu');
  try {
    return await session.run(tensors);
  } finally {
    await session.close();
  }
}

/** The values of a tensor in host memory. */
function hostValues(tensor: Tensor): TensorValues {
  const { data } = tensor;
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return data;
  throw new TypeError(`a graph returned ${tensor.type}, which no program has`);
}
