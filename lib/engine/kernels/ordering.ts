import { type GraphBuilder, type GraphValue, int } from '../graph';
import { cast } from './elementwise';
import { type Largest, largest, positions } from './largest';
import { input, type Lowering, numberAttribute } from './lowering';

/** The k largest along the last axis, the largest first and of equal ones the one with the lowest index. */
export const ordering: Readonly<Record<string, Lowering>> = {
  TopK: (call) => {
    const { graph } = call;
    const x = input(call, 'x');
    const k = numberAttribute(call, 'k');
    if (graph.target === 'gpu') return inRounds(graph, x, k);
    const shape = x.shape.with(-1, k);
    const [values, indices] = graph.emitMany(
      'TopK',
      [x, graph.indices([k])],
      [
        { shape, type: x.type },
        { shape, type: 'int64' },
      ],
      { axis: int(-1), largest: int(1), sorted: int(1) },
    );
    if (values === undefined || indices === undefined) throw new TypeError('TopK has two outputs');
    return [values, cast(graph, indices, 'int32')];
  },
};

/**
 * A GPU sorts whole rows (log² of their length dispatches, without a promise for equal values); k is small here, and so
 * are k rounds of finding the largest and hiding it.
 */
function inRounds(graph: GraphBuilder, x: GraphValue, k: number): GraphValue[] {
  const axis = x.shape.length - 1;
  const classes = positions(graph, x.shape[axis] ?? 1);
  const lowest = graph.constant(Float32Array.of(Number.NEGATIVE_INFINITY), [], 'float32');
  const found: Largest[] = [];
  let rest = x;
  for (let round = 0; round < k; round += 1) {
    const { value, index } = largest(graph, rest, axis);
    found.push({ value, index });
    const taken = graph.emit('Equal', [classes, index], { shape: x.shape, type: 'bool' });
    rest = graph.emit('Where', [taken, lowest, rest], x);
  }
  const joined = (parts: GraphValue[], type: GraphValue['type']) =>
    graph.emit('Concat', parts, { shape: x.shape.with(-1, k), type }, { axis: int(axis) });
  return [
    joined(
      found.map(({ value }) => value),
      x.type,
    ),
    joined(
      found.map(({ index }) => index),
      'int32',
    ),
  ];
}
