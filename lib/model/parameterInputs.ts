import type { Tensor } from '@tensorflow/tfjs-core';
import type { Signature } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { type Parameters, parameter } from './layers';
import { parametersOf } from './parameters';

type Inputs = Readonly<Record<string, Tensor>>;

/** Parameters are inputs of every program under these names, and tensors of the parameter state. */
export const parameterInput = (name: string) => `parameter/${name}`;

/** The parameters among the inputs, by their own names. */
export function modelParameters(config: ModelConfig, inputs: Inputs): Parameters {
  return Object.fromEntries(
    parametersOf(config).map(({ name }) => [name, parameter(inputs, parameterInput(name))]),
  );
}

/** All parameters as they stand among the inputs: the signature of a parameter state. */
export function parameterSignature(config: ModelConfig): Signature {
  return Object.fromEntries(
    parametersOf(config).map(({ name, shape }) => [parameterInput(name), { shape, type: 'float32' }]),
  );
}
