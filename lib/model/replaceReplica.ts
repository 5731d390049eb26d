import * as tf from '@tensorflow/tfjs-core';
import type { Signature, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { parameter } from './layers';
import { parameterInput } from './parameterInputs';
import { parametersOf } from './parameters';
import type { ShapedProgram } from './programs';
import type { ParameterSnapshot } from './training';

/** float32 [replicas]: 1 for the replica that is given parameters, 0 for the others. */
const chosenInput = 'chosen';
const givenInput = (name: string) => `given/${name}`;

/**
 * One replica's parameters in the place of what it has, in a state of all: an operation of its own on the state's first
 * axis, so it is compiled without replicas.
 */
export function replaceProgram(model: ModelConfig, replicas: number): ShapedProgram {
  const specs = parametersOf(model);
  const given = specs.map(({ name, shape }) => [
    givenInput(parameterInput(name)),
    { shape: [1, ...shape], type: 'float32' } as const,
  ]);
  const signature: Signature = {
    [chosenInput]: { shape: [replicas], type: 'float32' },
    ...Object.fromEntries(given),
  };
  return {
    signature,
    program: (inputs) => {
      const chosen = tf.greater(parameter(inputs, chosenInput), 0.5);
      return Object.fromEntries(
        specs.map(({ name, shape }) => {
          const input = parameterInput(name);
          const here = tf.reshape(chosen, [replicas, ...shape.map(() => 1)]);
          return [input, tf.where(here, parameter(inputs, givenInput(input)), parameter(inputs, input))];
        }),
      );
    },
  };
}

/** What replaceProgram is fed to give one replica these parameters. */
export function replacedFeeds(
  parameters: ParameterSnapshot,
  replica: number,
  replicas: number,
): Record<string, TensorValues> {
  const chosen = new Float32Array(replicas);
  chosen[replica] = 1;
  const given = Object.entries(parameters).map(([input, values]) => [givenInput(input), values] as const);
  return { [chosenInput]: chosen, ...Object.fromEntries(given) };
}
