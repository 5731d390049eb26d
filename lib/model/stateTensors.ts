import { HeldoutError } from '@/lib/domain/errors';
import { elementsOf, type ParameterSpec } from './parameters';
import type { TrainingState } from './training';

export const stateKinds = ['parameters', 'firstMoment', 'secondMoment'] as const;
export type StateKind = (typeof stateKinds)[number];

/**
 * A training state's arrays in the order of the parameters.
 *
 * @throws HeldoutError invalid_input where one is missing or of another size
 */
export function tensorsOf(
  state: TrainingState,
  specs: readonly ParameterSpec[],
): { spec: ParameterSpec; values: Record<StateKind, Float32Array> }[] {
  return specs.map((spec) => ({
    spec,
    values: {
      parameters: tensorOf(state, 'parameters', spec),
      firstMoment: tensorOf(state, 'firstMoment', spec),
      secondMoment: tensorOf(state, 'secondMoment', spec),
    },
  }));
}

function tensorOf(state: TrainingState, kind: StateKind, { name, shape }: ParameterSpec): Float32Array {
  const tensor = state.tensors[`${kind}/${name}`];
  if (tensor?.values.length === elementsOf(shape)) return tensor.values;
  throw new HeldoutError(
    'invalid_input',
    `Loading a training state failed: ${kind}/${name} is ${tensor ? `[${tensor.shape}]` : 'missing'}, expected ` +
      `[${shape}]. The state belongs to a model of another configuration.`,
  );
}
