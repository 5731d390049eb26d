import { type GraphBuilder, type GraphValue, int } from '../graph';

export interface Largest {
  /** x with this axis of length 1. */
  readonly value: GraphValue;
  /** Where it is (int32), of equal ones the lowest; of the same shape. */
  readonly index: GraphValue;
}

/**
 * The largest along an axis, in 32-bit integers throughout: ONNX's ArgMax returns int64, which the WebGPU provider (1.30.0)
 * turns into int32 on the processor, waiting for the GPU. Of an axis that holds NaN alone, the index is the last.
 */
export function largest(graph: GraphBuilder, x: GraphValue, axis: number): Largest {
  const shape = x.shape.with(axis, 1);
  const length = x.shape[axis] ?? 1;
  const over = [graph.indices([axis])];
  const keep = { keepdims: int(1) };
  const value = graph.emit('ReduceMax', [x, ...over], { shape, type: x.type }, keep);
  const here = graph.emit('Equal', [x, value], { shape: x.shape, type: 'bool' });
  const last = graph.constant(Int32Array.of(length - 1), [], 'int32');
  const along = positions(graph, length, x.shape.length - 1 - axis);
  const candidates = graph.emit('Where', [here, along, last], { shape: x.shape, type: 'int32' });
  const index = graph.emit('ReduceMin', [candidates, ...over], { shape, type: 'int32' }, keep);
  return { value, index };
}

/** 0 … length − 1, followed by axes of length 1. */
export function positions(graph: GraphBuilder, length: number, axesAfter = 0): GraphValue {
  const values = Int32Array.from({ length }, (_, index) => index);
  return graph.constant(values, [length, ...new Array<number>(axesAfter).fill(1)], 'int32');
}
