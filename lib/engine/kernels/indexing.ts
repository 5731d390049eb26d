import type { GraphBuilder, GraphValue } from '../graph';
import { int } from '../graph';
import { cast } from './elementwise';
import { input, type Lowering, numberAttribute } from './lowering';
import { filled, reshaped } from './shaping';

/** ScatterND and GatherND take int64 indices only. */
function asIndices(graph: GraphBuilder, indices: GraphValue): GraphValue {
  return cast(graph, indices, 'int64');
}

export const indexing: Readonly<Record<string, Lowering>> = {
  GatherV2: (call) => {
    const [x, indices] = [input(call, 'x'), input(call, 'indices')];
    const axis = numberAttribute(call, 'axis');
    if (call.attributes['batchDims'] !== 0) throw new TypeError('gather with batchDims is not lowered');
    const shape = x.shape.toSpliced(axis, 1, ...indices.shape);
    return call.graph.emit('Gather', [x, indices], { shape, type: x.type }, { axis: int(axis) });
  },
  GatherNd: (call) => {
    const [x, indices] = [input(call, 'params'), input(call, 'indices')];
    const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(indices.shape.at(-1))];
    return call.graph.emit('GatherND', [x, asIndices(call.graph, indices)], { shape, type: x.type });
  },
  TensorScatterUpdate: (call) => {
    const [x, indices, updates] = [input(call, 'tensor'), input(call, 'indices'), input(call, 'updates')];
    return call.graph.emit('ScatterND', [x, asIndices(call.graph, indices), updates], x);
  },
  /**
   * The gradient of gather along axis 0: rows with the same segment are added. As ScatterElements, because the CPU
   * provider's ScatterND (1.30.0) adds from several threads at once without a lock and loses additions.
   */
  UnsortedSegmentSum: (call) => {
    const [x, segments] = [input(call, 'x'), input(call, 'segmentIds')];
    const output = { shape: [numberAttribute(call, 'numSegments'), ...x.shape.slice(1)], type: x.type };
    const zeros = filled(call.graph, output.shape, 0, x.type);
    if (call.graph.target === 'gpu') return withoutRaces(call.graph, x, segments, zeros);
    const column = reshaped(call.graph, segments, [...segments.shape, ...x.shape.slice(1).map(() => 1)]);
    const everywhere = call.graph.emit('Expand', [column, call.graph.indices(x.shape)], {
      shape: x.shape,
      type: segments.type,
    });
    return call.graph.emit('ScatterElements', [zeros, everywhere, x], output, {
      axis: int(0),
      reduction: { kind: 'string', value: 'add' },
    });
  },
  OneHot: (call) => {
    const indices = input(call, 'indices');
    const depth = numberAttribute(call, 'depth');
    const column = call.graph.emit('Unsqueeze', [indices, call.graph.indices([-1])], {
      shape: [...indices.shape, 1],
      type: 'int32',
    });
    const classes = call.graph.constant(
      Int32Array.from({ length: depth }, (_, index) => index),
      [depth],
      'int32',
    );
    const shape = [...indices.shape, depth];
    const [on, off] = ['onValue', 'offValue'].map((name) =>
      call.graph.constant(Float32Array.of(numberAttribute(call, name)), [], 'float32'),
    );
    if (on === undefined || off === undefined) throw new TypeError('OneHot needs its two values');
    const equal = call.graph.emit('Equal', [column, classes], { shape, type: 'bool' });
    return call.graph.emit('Where', [equal, on, off], { shape, type: 'float32' });
  },
};

/**
 * A GPU's scatter adds in whatever order its threads come, and so rounds differently from run to run. Instead, each row gets
 * the sum of all rows of its segment, as a product with the matrix [rows, rows] of which rows share one; then all rows are
 * written, those of a segment with the same numbers. rows² products a column: a batch has few rows, a table may have many.
 *
 * @param x [rows, …], @param segments int32 [rows], @param zeros [segments, …]
 */
function withoutRaces(
  graph: GraphBuilder,
  x: GraphValue,
  segments: GraphValue,
  zeros: GraphValue,
): GraphValue {
  const [rows = 1, ...rest] = x.shape;
  const width = rest.reduce((product, size) => product * size, 1);
  const column = reshaped(graph, segments, [rows, 1]);
  const pairs = { shape: [rows, rows], type: 'bool' } as const;
  const same = graph.emit('Equal', [column, reshaped(graph, segments, [1, rows])], pairs);
  const sums = graph.emit('MatMul', [cast(graph, same, x.type), reshaped(graph, x, [rows, width])], {
    shape: [rows, width],
    type: x.type,
  });
  return graph.emit('ScatterND', [zeros, asIndices(graph, column), reshaped(graph, sums, x.shape)], zeros);
}
