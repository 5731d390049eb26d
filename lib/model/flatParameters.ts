import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { decays } from './optimizer';
import { elementsOf, type ParameterSpec } from './parameters';

/**
 * Parameters one after the other in one vector: what the optimizer does to each is then a few operations on all, where a
 * GPU is told of each operation on each tensor one by one.
 */
export interface FlatGroup {
  /** Those that decay come first. */
  readonly members: readonly FlatMember[];
  /** Elements, with the zeros at the end that make it whole rows. */
  readonly size: number;
  /** Elements from the front that weight decay acts on. */
  readonly decaying: number;
}

export interface FlatMember {
  readonly spec: ParameterSpec;
  readonly offset: number;
  readonly size: number;
}

/** A GPU adds up a row in one group of threads: a vector is summed as rows of this length. */
export const rowLength = 1024;
/** 64 MiB: WebGPU promises buffers of 128 MiB. A parameter that is larger has a group of its own. */
const mostElements = 2 ** 24;

/** All of a model's parameters, in as few groups as their size allows. */
export function flatGroups(specs: readonly ParameterSpec[]): FlatGroup[] {
  const ordered = [true, false].flatMap((decaying) => specs.filter(({ kind }) => decays(kind) === decaying));
  const groups: ParameterSpec[][] = [];
  let elements = Number.POSITIVE_INFINITY;
  for (const spec of ordered) {
    const size = elementsOf(spec.shape);
    if (elements + size > mostElements) {
      groups.push([]);
      elements = 0;
    }
    groups.at(-1)?.push(spec);
    elements += size;
  }
  return groups.map(groupOf);
}

function groupOf(specs: readonly ParameterSpec[]): FlatGroup {
  const members: FlatMember[] = [];
  let offset = 0;
  let decaying = 0;
  for (const spec of specs) {
    const size = elementsOf(spec.shape);
    members.push({ spec, offset, size });
    offset += size;
    if (decays(spec.kind)) decaying = offset;
  }
  return { members, size: Math.ceil(offset / rowLength) * rowLength, decaying };
}

/** Tensors of a group's members, by name, as one vector [group.size]; zeros for those that are not asked for. */
export function flattened(
  { members, size }: FlatGroup,
  tensorOf: (name: string) => Tensor,
  isWanted: (spec: ParameterSpec) => boolean = () => true,
): Tensor {
  const parts: Tensor[] = [];
  let filled = 0;
  for (const { spec, offset, size } of members) {
    if (!isWanted(spec)) continue;
    if (offset > filled) parts.push(tf.zeros([offset - filled]));
    parts.push(tf.reshape(tensorOf(spec.name), [size]));
    filled = offset + size;
  }
  if (size > filled) parts.push(tf.zeros([size - filled]));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : tf.concat(parts, 0);
}

/** A member's part of its group's vector, in its shape. */
export function partOf(flat: Tensor, { spec, offset, size }: FlatMember): Tensor {
  return tf.reshape(tf.slice(flat, [offset], [size]), [...spec.shape]);
}
