import * as tf from '@tensorflow/tfjs-core';
import { onBackend } from './backends';
import { checkFirstValues, checkStateValues } from './tensors';
import type { EngineState, Signature, TensorSpec, TensorValues } from './types';

/** Must be called with its backend in place. The values are copied: a backend may keep the array that it is given. */
export function eagerTensor({ shape, type }: TensorSpec, values: TensorValues): tf.Tensor {
  return tf.tensor(values.slice(), [...shape], type);
}

/** @returns a copy: a backend may give out the array that it computes with */
export async function valuesOf(tensor: tf.Tensor): Promise<TensorValues> {
  return (await tensor.data()).slice();
}

/** A state as TensorFlow.js tensors, which live until they are replaced or the state is disposed. */
export class EagerState implements EngineState {
  readonly #backendName: string;
  readonly #tensors: Record<string, tf.Tensor> = {};

  constructor(
    backendName: string,
    readonly signature: Signature,
    values: Readonly<Record<string, TensorValues>>,
  ) {
    this.#backendName = backendName;
    this.#set(checkFirstValues(signature, values));
  }

  get tensors(): Readonly<Record<string, tf.Tensor>> {
    return this.#tensors;
  }

  /** Takes a kept tensor over. */
  replace(name: string, tensor: tf.Tensor): void {
    this.#tensors[name]?.dispose();
    this.#tensors[name] = tensor;
  }

  async read(names: readonly string[] = Object.keys(this.signature)): Promise<Record<string, TensorValues>> {
    const tensors = Object.entries(this.#tensors).filter(([name]) => names.includes(name));
    return Object.fromEntries(
      await Promise.all(tensors.map(async ([name, tensor]) => [name, await valuesOf(tensor)] as const)),
    );
  }

  async write(values: Readonly<Record<string, TensorValues>>): Promise<void> {
    this.#set(checkStateValues(this.signature, values));
  }

  async dispose(): Promise<void> {
    for (const tensor of Object.values(this.#tensors)) tensor.dispose();
  }

  #set(entries: readonly (readonly [name: string, spec: TensorSpec, values: TensorValues])[]): void {
    onBackend(this.#backendName, () => {
      for (const [name, spec, values] of entries) this.replace(name, tf.keep(eagerTensor(spec, values)));
    });
  }
}
