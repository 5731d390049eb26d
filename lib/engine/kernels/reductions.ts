import { layerNormalizationKernel } from '../fusedKernels';
import { int } from '../graph';
import { cast } from './elementwise';
import { largest } from './largest';
import { axesAttribute, booleanAttribute, input, type Lowering, numberAttribute } from './lowering';
import { reshaped } from './shaping';

const reduction =
  (operator: string, axesName = 'axis'): Lowering =>
  (call) => {
    const x = input(call, 'x');
    const axes = axesAttribute(call, x.shape.length, axesName);
    const keepDims = booleanAttribute(call, 'keepDims');
    const shape = keepDims
      ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : x.shape.filter((_, axis) => !axes.includes(axis));
    // Without axes, ONNX would reduce all of them.
    if (axes.length === 0) return x;
    return call.graph.emit(
      operator,
      [x, call.graph.indices(axes)],
      { shape, type: x.type },
      {
        keepdims: int(Number(keepDims)),
      },
    );
  };

export const reductions: Readonly<Record<string, Lowering>> = {
  Max: reduction('ReduceMax', 'reductionIndices'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Sum: reduction('ReduceSum'),
  [layerNormalizationKernel]: (call) => {
    const [x, scale, bias] = [input(call, 'x'), input(call, 'scale'), input(call, 'bias')];
    const epsilon = { kind: 'float', value: numberAttribute(call, 'epsilon') } as const;
    return call.graph.emit('LayerNormalization', [x, scale, bias], x, { axis: int(-1), epsilon });
  },
  ArgMax: (call) => {
    const x = input(call, 'x');
    const axis = numberAttribute(call, 'axis');
    const shape = x.shape.toSpliced(axis, 1);
    if (call.graph.target === 'gpu') return reshaped(call.graph, largest(call.graph, x, axis).index, shape);
    const found = call.graph.emit(
      'ArgMax',
      [x],
      { shape, type: 'int64' },
      { axis: int(axis), keepdims: int(0) },
    );
    return cast(call.graph, found, 'int32');
  },
};
