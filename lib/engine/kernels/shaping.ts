import { util } from '@tensorflow/tfjs-core';
import type { ElementType, GraphBuilder, GraphValue } from '../graph';
import { int, ints } from '../graph';
import {
  axesAttribute,
  input,
  type Lowering,
  numberAttribute,
  numbersAttribute,
  numbersOrNumberAttribute,
  pairsAttribute,
  typeAttribute,
} from './lowering';

export function reshaped(graph: GraphBuilder, x: GraphValue, shape: readonly number[]): GraphValue {
  return graph.emit('Reshape', [x, graph.indices(shape)], { shape, type: x.type });
}

/** A tensor of one value, without storing its elements in the graph. */
export function filled(
  graph: GraphBuilder,
  shape: readonly number[],
  value: number,
  type: ElementType,
): GraphValue {
  const scalar = graph.constant(type === 'float32' ? Float32Array.of(value) : Int32Array.of(value), [], type);
  if (shape.length === 0) return scalar;
  return graph.emit('Expand', [scalar, graph.indices(shape)], { shape, type });
}

export const shaping: Readonly<Record<string, Lowering>> = {
  Reshape: (call) => {
    const x = input(call, 'x');
    const size = util.sizeFromShape([...x.shape]);
    return reshaped(call.graph, x, util.inferFromImplicitShape(numbersAttribute(call, 'shape'), size));
  },
  ExpandDims: (call) => {
    const x = input(call, 'input');
    const dimension = numberAttribute(call, 'dim');
    const at = dimension < 0 ? dimension + x.shape.length + 1 : dimension;
    return reshaped(call.graph, x, x.shape.toSpliced(at, 0, 1));
  },
  Transpose: (call) => {
    const x = input(call, 'x');
    const perm = numbersAttribute(call, 'perm');
    const shape = perm.map((axis) => x.shape[axis] ?? 1);
    return call.graph.emit('Transpose', [x], { shape, type: x.type }, { perm: ints(perm) });
  },
  Slice: (call) => {
    const x = input(call, 'x');
    const begin = numbersOrNumberAttribute(call, 'begin');
    const size = numbersOrNumberAttribute(call, 'size');
    const axes = x.shape.map((_, axis) => axis);
    const starts = axes.map((axis) => begin[axis] ?? 0);
    const shape = x.shape.map((length, axis) => {
      const given = size[axis] ?? -1;
      return given === -1 ? length - (begin[axis] ?? 0) : given;
    });
    const ends = shape.map((length, axis) => length + (starts[axis] ?? 0));
    const bounds = [starts, ends, axes].map((values) => call.graph.indices(values));
    return call.graph.emit('Slice', [x, ...bounds], { shape, type: x.type });
  },
  Concat: (call) => {
    const values = Object.values(call.inputs);
    const [first] = values;
    if (first === undefined) throw new TypeError('Concat needs at least one input');
    const [axis = 0] = axesAttribute(call, first.shape.length);
    const total = values.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const output = { shape: first.shape.with(axis, total), type: first.type };
    return call.graph.emit('Concat', values, output, { axis: int(axis) });
  },
  Pack: (call) => {
    const values = Object.values(call.inputs);
    const [first] = values;
    if (first === undefined) throw new TypeError('Pack needs at least one input');
    const axis = numberAttribute(call, 'axis');
    const at = axis < 0 ? axis + first.shape.length + 1 : axis;
    const parts = values.map((value) => reshaped(call.graph, value, value.shape.toSpliced(at, 0, 1)));
    const output = { shape: first.shape.toSpliced(at, 0, values.length), type: first.type };
    return call.graph.emit('Concat', parts, output, { axis: int(at) });
  },
  Tile: (call) => {
    const x = input(call, 'x');
    const repetitions = numbersAttribute(call, 'reps');
    const shape = x.shape.map((size, axis) => size * (repetitions[axis] ?? 1));
    return call.graph.emit('Tile', [x, call.graph.indices(repetitions)], { shape, type: x.type });
  },
  PadV2: (call) => {
    const x = input(call, 'x');
    const paddings = pairsAttribute(call, 'paddings');
    const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const amounts = call.graph.indices([
      ...paddings.map(([before]) => before),
      ...paddings.map(([, after]) => after),
    ]);
    const value = filled(call.graph, [], numberAttribute(call, 'constantValue'), x.type);
    return call.graph.emit('Pad', [x, amounts, value], { shape, type: x.type });
  },
  Fill: (call) =>
    filled(call.graph, numbersAttribute(call, 'shape'), numberAttribute(call, 'value'), typeAttribute(call)),
  ZerosLike: (call) => filled(call.graph, input(call, 'x').shape, 0, input(call, 'x').type),
  OnesLike: (call) => filled(call.graph, input(call, 'x').shape, 1, input(call, 'x').type),
  Range: (call) => {
    const [start, stop, step] = [
      numberAttribute(call, 'start'),
      numberAttribute(call, 'stop'),
      numberAttribute(call, 'step'),
    ];
    const length = Math.max(0, Math.ceil((stop - start) / step));
    const values = Array.from({ length }, (_, index) => start + index * step);
    const type = typeAttribute(call);
    return call.graph.constant(
      type === 'int32' ? Int32Array.from(values) : Float32Array.from(values),
      [length],
      type,
    );
  },
};
