import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { GraphBuilder, GraphValue } from '../graph';
import type { TensorType } from '../types';

export interface KernelCall {
  readonly graph: GraphBuilder;
  /** In the order of the kernel's own input map; kernels of a list (Concat, AddN) have the keys 0, 1, … */
  readonly inputs: Readonly<Record<string, GraphValue>>;
  readonly attributes: NamedAttrMap;
}

/** Writes one TensorFlow.js kernel as ONNX operations and says what its outputs are. */
export type Lowering = (call: KernelCall) => GraphValue | GraphValue[];

export function input(call: KernelCall, name: string): GraphValue {
  const value = call.inputs[name];
  if (value === undefined) throw new TypeError(`kernel input ${name} is missing`);
  return value;
}

export function numberAttribute(call: KernelCall, name: string): number {
  const value = call.attributes[name];
  if (typeof value !== 'number')
    throw new TypeError(`kernel attribute ${name} is ${value}, expected a number`);
  return value;
}

export function booleanAttribute(call: KernelCall, name: string): boolean {
  return call.attributes[name] === true;
}

export function numbersAttribute(call: KernelCall, name: string): number[] {
  const value = call.attributes[name];
  if (!isNumbers(value)) throw new TypeError(`kernel attribute ${name} is ${value}, expected numbers`);
  return value;
}

export function numbersOrNumberAttribute(call: KernelCall, name: string): number[] {
  const value = call.attributes[name];
  return typeof value === 'number' ? [value] : numbersAttribute(call, name);
}

export function pairsAttribute(call: KernelCall, name: string): (readonly [number, number])[] {
  const value = call.attributes[name];
  if (!Array.isArray(value)) throw new TypeError(`kernel attribute ${name} is ${value}, expected pairs`);
  return value.map((pair) => {
    const [first, second] = isNumbers(pair) ? pair : [];
    if (first === undefined || second === undefined)
      throw new TypeError(`kernel attribute ${name} has no pair`);
    return [first, second];
  });
}

export function typeAttribute(call: KernelCall, name = 'dtype'): TensorType {
  const value: unknown = call.attributes[name];
  if (value === 'float32' || value === 'int32' || value === 'bool') return value;
  throw new TypeError(`kernel attribute ${name} is ${value}, expected float32, int32 or bool`);
}

/** Axes counted from the front; none given means all. */
export function axesAttribute(call: KernelCall, rank: number, name = 'axis'): number[] {
  const axis = call.attributes[name];
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, index) => index);
  return numbersOrNumberAttribute(call, name).map((value) => (value < 0 ? value + rank : value));
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
