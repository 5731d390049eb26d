import * as tf from '@tensorflow/tfjs-core';
import { onBackend } from './backends';
import { EagerState, eagerTensor, valuesOf } from './eagerState';
import { signatureOf } from './graph';
import { checkValues, mapEntries, refuseReplicas } from './tensors';
import { trace } from './tracer';
import type { DeviceEngine, EngineId, Executable, Program, Signature, TensorValues } from './types';

/**
 * Runs programs operation by operation on a backend of TensorFlow.js, in that backend's own memory.
 *
 * Compiling traces a program, as for any other engine: that gives the shapes of its outputs without computing them, and
 * a program that this engine accepts is one that all of them accept.
 *
 * @param backendName a registered backend
 */
export function createEagerEngine(id: EngineId, backendName: string): DeviceEngine {
  return {
    id,
    memory: 'device',
    async compile(program, signature, { states = [], replicas } = {}): Promise<Executable> {
      refuseReplicas(id, replicas);
      const eagerStates = states.map((state) => {
        if (state instanceof EagerState) return state;
        throw new TypeError(`engine ${id} was given a state of another engine`);
      });
      const kept: Signature = Object.assign({}, ...eagerStates.map((state) => state.signature));
      const { outputs } = trace(program, { ...signature, ...kept }, 'cpu');
      const returned = Object.entries(signatureOf(outputs)).filter(([name]) => !(name in kept));
      return new EagerExecutable(backendName, program, signature, Object.fromEntries(returned), eagerStates);
    },
    async createState(signature, values) {
      return new EagerState(backendName, signature, values);
    },
  };
}

class EagerExecutable implements Executable {
  readonly nodeCount = 0;

  constructor(
    readonly backendName: string,
    readonly program: Program,
    readonly inputs: Signature,
    readonly outputs: Signature,
    readonly states: readonly EagerState[],
  ) {}

  async run(
    feeds: Readonly<Record<string, TensorValues>>,
    into: Readonly<Record<string, TensorValues>> = {},
  ): Promise<Readonly<Record<string, TensorValues>>> {
    const results = onBackend(this.backendName, () => tf.tidy(() => this.#compute(feeds)));
    const returned: [name: string, tensor: tf.Tensor][] = [];
    for (const [name, tensor] of Object.entries(results)) {
      const state = this.states.find(({ signature }) => name in signature);
      if (state) state.replace(name, tensor);
      else returned.push([name, tensor]);
    }
    try {
      return Object.fromEntries(
        await Promise.all(
          returned.map(async ([name, tensor]) => {
            const values = await valuesOf(tensor);
            into[name]?.set(values);
            return [name, into[name] ?? values] as const;
          }),
        ),
      );
    } finally {
      for (const [, tensor] of returned) tensor.dispose();
    }
  }

  async dispose(): Promise<void> {}

  /** Results outlive the tidy that this is called in; every one is a tensor of its own, whatever the program returned. */
  #compute(feeds: Readonly<Record<string, TensorValues>>): Record<string, tf.Tensor> {
    const inputs = mapEntries(this.inputs, (name, spec) =>
      eagerTensor(spec, checkValues(name, spec, feeds[name])),
    );
    for (const { tensors } of this.states) Object.assign(inputs, tensors);
    return mapEntries(this.program(inputs), (_, tensor) => tf.keep(tf.clone(tensor)));
  }
}
