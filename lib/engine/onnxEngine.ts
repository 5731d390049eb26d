import { InferenceSession, Tensor } from 'onnxruntime-node';
import { outputName, signatureOf } from './graph';
import { HostArrays } from './hostState';
import { writeOnnx } from './onnxWriter';
import { allocate, checkValues, mapEntries, refuseReplicas } from './tensors';
import { trace } from './tracer';
import type { EngineOptions, Executable, HostEngine, Signature, TensorSpec, TensorValues } from './types';

/** Traces a program into one ONNX graph and runs it with a provider of ONNX Runtime, on arrays in host memory. */
export function createOnnxEngine(
  { id, threads }: EngineOptions,
  provider: 'cpu' | 'cuda' = 'cpu',
): HostEngine {
  const target = provider === 'cpu' ? 'cpu' : 'gpu';
  return {
    id,
    memory: 'host',
    async compile(program, signature, { states = [], replicas } = {}): Promise<Executable> {
      refuseReplicas(id, replicas);
      const hostStates = states.map((state) => {
        if (state instanceof HostArrays) return state;
        throw new TypeError(`engine ${id} was given a state of another engine`);
      });
      const stateSignature = Object.assign({}, ...hostStates.map((state) => state.signature));
      const graph = trace(program, { ...signature, ...stateSignature }, target);
      const session = await InferenceSession.create(writeOnnx(graph), {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        // The graph is written as it should run (lib/engine/kernels); opening it takes half the time without a search.
        graphOptimizationLevel: 'disabled',
        // An arena and its pattern would belong to one session each; so all of a process share the C library's memory.
        enableCpuMemArena: false,
        enableMemPattern: false,
        logSeverityLevel: 3,
      });
      return new OnnxExecutable(
        session,
        signatureOf(graph.inputs),
        signatureOf(graph.outputs),
        graph.nodes.length,
        hostStates,
      );
    },
    async createState(signature, values) {
      return new HostArrays(signature, values);
    },
  };
}

class OnnxExecutable implements Executable {
  readonly #session: InferenceSession;
  readonly inputs: Signature;
  readonly outputs: Signature;
  readonly #own = new Map<string, TensorValues>();
  readonly #read: readonly Bound[];
  readonly #written: readonly Bound[];

  constructor(
    session: InferenceSession,
    inputs: Signature,
    outputs: Signature,
    readonly nodeCount: number,
    states: readonly HostArrays[],
  ) {
    this.#session = session;
    this.#read = bind(inputs, states);
    this.#written = bind(outputs, states);
    this.inputs = without(inputs, this.#read);
    this.outputs = without(outputs, this.#written);
  }

  async run(
    feeds: Readonly<Record<string, TensorValues>>,
    into: Readonly<Record<string, TensorValues>> = {},
  ): Promise<Readonly<Record<string, TensorValues>>> {
    const results = mapEntries(this.outputs, (name, spec) => into[name] ?? this.#ownResult(name, spec));
    const given = mapEntries(this.inputs, (name, spec) => tensorOf(name, spec, feeds[name]));
    const taken: Record<string, Tensor> = {};
    for (const [name, spec] of Object.entries(this.outputs))
      taken[outputName(name)] = tensorOf(name, spec, results[name]);
    for (const { name, spec, state } of this.#read) given[name] = tensorOf(name, spec, state.arrays[name]);
    for (const { name, spec, state } of this.#written)
      taken[outputName(name)] = tensorOf(name, spec, state.spare(name));
    await this.#session.run(given, taken);
    for (const { name, state } of this.#written) state.swap(name);
    return results;
  }

  /** Made once: ONNX Runtime writes into it at each run, so nothing is allocated or copied in the loop. */
  #ownResult(name: string, spec: TensorSpec): TensorValues {
    const known = this.#own.get(name);
    if (known !== undefined) return known;
    const values = allocate(spec);
    this.#own.set(name, values);
    return values;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

interface Bound {
  readonly name: string;
  readonly spec: TensorSpec;
  readonly state: HostArrays;
}

function bind(signature: Signature, states: readonly HostArrays[]): Bound[] {
  return Object.entries(signature).flatMap(([name, spec]) => {
    const state = states.find((candidate) => name in candidate.signature);
    return state === undefined ? [] : [{ name, spec, state }];
  });
}

function without(signature: Signature, bound: readonly Bound[]): Signature {
  const names = new Set(bound.map(({ name }) => name));
  return Object.fromEntries(Object.entries(signature).filter(([name]) => !names.has(name)));
}

/** A view of the array: ONNX Runtime reads and writes it in place. */
function tensorOf(name: string, spec: TensorSpec, values: TensorValues | undefined): Tensor {
  return new Tensor(spec.type, checkValues(name, spec, values), spec.shape);
}
