import { InferenceSession, Tensor } from 'onnxruntime-node';
import { HeldoutError } from '@/lib/domain/errors';
import { signatureOf } from './graph';
import { writeOnnx } from './onnxWriter';
import { trace } from './tracer';
import type {
  Engine,
  EngineOptions,
  Executable,
  Program,
  Signature,
  TensorSpec,
  TensorValues,
} from './types';

/** Traces a program into one ONNX graph and runs it with ONNX Runtime's CPU provider. */
export function createOnnxEngine({ id, threads }: EngineOptions): Engine {
  return {
    id,
    async compile(program: Program, signature: Signature): Promise<Executable> {
      const graph = trace(program, signature);
      const session = await InferenceSession.create(writeOnnx(graph), {
        executionProviders: ['cpu'],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      });
      const inputs = signatureOf(graph.inputs);
      return new OnnxExecutable(session, inputs, signatureOf(graph.outputs), graph.nodes.length);
    },
  };
}

class OnnxExecutable implements Executable {
  readonly #session: InferenceSession;
  readonly #own = new Map<string, TensorValues>();

  constructor(
    session: InferenceSession,
    readonly inputs: Signature,
    readonly outputs: Signature,
    readonly nodeCount: number,
  ) {
    this.#session = session;
  }

  async run(
    feeds: Readonly<Record<string, TensorValues>>,
    into: Readonly<Record<string, TensorValues>> = {},
  ): Promise<Readonly<Record<string, TensorValues>>> {
    const results = mapEntries(this.outputs, (name, spec) => into[name] ?? this.#ownResult(name, spec));
    await this.#session.run(
      mapEntries(this.inputs, (name, spec) => tensorOf(name, spec, feeds[name])),
      mapEntries(this.outputs, (name, spec) => tensorOf(name, spec, results[name])),
    );
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

function sizeOf({ shape }: TensorSpec): number {
  return shape.reduce((product, size) => product * size, 1);
}

function allocate(spec: TensorSpec): TensorValues {
  const size = sizeOf(spec);
  switch (spec.type) {
    case 'float32':
      return new Float32Array(size);
    case 'int32':
      return new Int32Array(size);
    case 'bool':
      return new Uint8Array(size);
  }
}

function tensorOf(name: string, spec: TensorSpec, values: TensorValues | undefined): Tensor {
  if (values === undefined || values.length !== sizeOf(spec)) {
    throw new HeldoutError(
      'invalid_input',
      `Running a compiled program failed: ${name} has ${values?.length ?? 'no'} elements, expected ` +
        `${spec.type} [${spec.shape}].`,
    );
  }
  return new Tensor(spec.type, values, spec.shape);
}

function mapEntries<From, To>(
  record: Readonly<Record<string, From>>,
  map: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(name, value)]));
}
