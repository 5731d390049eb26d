import { HeldoutError } from '@/lib/domain/errors';
import type { EngineId, Signature, TensorSpec, TensorValues } from './types';

export function sizeOf({ shape }: TensorSpec): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function allocate(spec: TensorSpec): TensorValues {
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

/** @throws HeldoutError invalid_input where there are no values, or their number is not that of the shape */
export function checkValues(name: string, spec: TensorSpec, values: TensorValues | undefined): TensorValues {
  if (values?.length === sizeOf(spec)) return values;
  throw new HeldoutError(
    'invalid_input',
    `Running a compiled program failed: ${name} has ${values?.length ?? 'no'} elements, expected ` +
      `${spec.type} [${spec.shape}].`,
  );
}

/** @throws HeldoutError invalid_input, as EngineState.write */
export function checkStateValues(
  signature: Signature,
  values: Readonly<Record<string, TensorValues>>,
): [name: string, spec: TensorSpec, values: TensorValues][] {
  return Object.entries(values).map(([name, given]) => {
    const spec = signature[name];
    if (spec !== undefined) return [name, spec, checkValues(name, spec, given)];
    throw new HeldoutError('invalid_input', `Writing a state failed: it has no tensor ${name}.`);
  });
}

/** @throws HeldoutError invalid_input where a tensor of a new state has no first values, or as checkStateValues */
export function checkFirstValues(
  signature: Signature,
  values: Readonly<Record<string, TensorValues>>,
): [name: string, spec: TensorSpec, values: TensorValues][] {
  for (const [name, spec] of Object.entries(signature)) checkValues(name, spec, values[name]);
  return checkStateValues(signature, values);
}

/** @throws HeldoutError unsupported_kernel where an engine is asked for replicas that runs one program at a time */
export function refuseReplicas(id: EngineId, replicas: number | undefined): void {
  if (replicas === undefined) return;
  throw new HeldoutError(
    'unsupported_kernel',
    `Compiling a program for ${replicas} replicas failed: engine ${id} runs one at a time. Use onnx-webgpu.`,
  );
}

export function mapEntries<From, To>(
  record: Readonly<Record<string, From>>,
  map: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(name, value)]));
}
