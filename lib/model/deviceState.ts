import type { Signature, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { flatGroups } from './flatParameters';
import { initializeParameters } from './initialize';
import { firstMomentInput, momentSignature, secondMomentInput } from './optimizerProgram';
import { parameterInput } from './parameterInputs';
import { elementsOf, parametersOf } from './parameters';
import { tensorsOf } from './stateTensors';
import type { StateTensor, TrainingState } from './training';

type Values = Readonly<Record<string, TensorValues>>;

/** A training state as a device's states hold it: parameters one by one, moments by groups. */
export interface DeviceValues {
  readonly parameters: Record<string, Float32Array>;
  readonly moments: Record<string, Float32Array>;
}

/** Of a model that has not been trained. */
export function firstValues(model: ModelConfig, seed: number): DeviceValues {
  const initial = initializeParameters(model, seed);
  return {
    parameters: Object.fromEntries(initial.map(({ spec, values }) => [parameterInput(spec.name), values])),
    moments: zerosOf(momentSignature(model)),
  };
}

/** @throws HeldoutError invalid_input where a tensor is missing or of another size */
export function toDevice(model: ModelConfig, state: TrainingState): DeviceValues {
  const specs = parametersOf(model);
  const given = new Map(tensorsOf(state, specs).map(({ spec, values }) => [spec.name, values]));
  const moments: Record<string, Float32Array> = {};
  for (const [group, { members, size }] of flatGroups(specs).entries()) {
    const [first, second] = [new Float32Array(size), new Float32Array(size)];
    for (const { spec, offset } of members) {
      first.set(given.get(spec.name)?.firstMoment ?? [], offset);
      second.set(given.get(spec.name)?.secondMoment ?? [], offset);
    }
    moments[firstMomentInput(group)] = first;
    moments[secondMomentInput(group)] = second;
  }
  const parameters = [...given].map(([name, values]) => [parameterInput(name), values.parameters] as const);
  return { parameters: Object.fromEntries(parameters), moments };
}

/**
 * @param values of both states, as the engine returned them
 * @param updates made so far
 * @param replica which part of each tensor to take, where they are of several
 */
export function fromDevice(model: ModelConfig, values: Values, updates: number, replica = 0): TrainingState {
  const specs = parametersOf(model);
  const part = (name: string, stride: number, offset: number, size: number) => {
    const start = replica * stride + offset;
    const taken = values[name]?.slice(start, start + size);
    if (taken instanceof Float32Array && taken.length === size) return taken;
    throw new RangeError(`the engine returned no ${name} of replica ${replica}`);
  };
  const places = new Map(
    flatGroups(specs).flatMap(({ members, size: stride }, group) =>
      members.map(({ spec, offset, size }) => [spec.name, { group, stride, offset, size }] as const),
    ),
  );
  const tensors: Record<string, StateTensor> = {};
  for (const { name, shape } of specs) {
    const place = places.get(name);
    if (place === undefined) throw new RangeError(`no group has ${name}`);
    const { group, stride, offset, size } = place;
    const elements = elementsOf(shape);
    tensors[`parameters/${name}`] = { shape, values: part(parameterInput(name), elements, 0, elements) };
    tensors[`firstMoment/${name}`] = { shape, values: part(firstMomentInput(group), stride, offset, size) };
    tensors[`secondMoment/${name}`] = { shape, values: part(secondMomentInput(group), stride, offset, size) };
  }
  return { step: updates, tensors };
}

function zerosOf(signature: Signature): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(signature).map(([name, { shape }]) => [name, new Float32Array(elementsOf(shape))]),
  );
}
