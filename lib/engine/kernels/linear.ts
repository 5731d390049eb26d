import { broadcast_util } from '@tensorflow/tfjs-core';
import { type GraphBuilder, type GraphValue, int, ints } from '../graph';
import { booleanAttribute, input, type Lowering, numberAttribute } from './lowering';

const softmaxLike =
  (operator: string, axisName: string): Lowering =>
  (call) => {
    const logits = input(call, 'logits');
    return call.graph.emit(operator, [logits], logits, { axis: int(numberAttribute(call, axisName)) });
  };

export const linear: Readonly<Record<string, Lowering>> = {
  Softmax: softmaxLike('Softmax', 'dim'),
  LogSoftmax: softmaxLike('LogSoftmax', 'axis'),
  BatchMatMul: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    return product(call.graph, a, b, {
      transposeA: booleanAttribute(call, 'transposeA'),
      transposeB: booleanAttribute(call, 'transposeB'),
    });
  },
};

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * The CPU's matrix product reads a transposed right operand as fast as any, but transposes a left one again for every
 * 128 columns of the result: 84 to 93 GFLOP/s against 96 to 103 at the shapes of a training step, on one core, when the
 * left one is transposed once before (and that is shared by all products with it).
 */
function product(graph: GraphBuilder, a: GraphValue, b: GraphValue, transposes: Transposes): GraphValue {
  const { transposeA, transposeB } = transposes;
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const output = { shape: [...batch, rows, columns], type: a.type };
  if (!transposeA && !transposeB) return graph.emit('MatMul', [a, b], output);
  if (graph.target === 'gpu') return gpuProduct(graph, a, b, transposes, output);
  if (transposeA && a.shape.length === 2) {
    return product(graph, turned(graph, a), b, { transposeA: false, transposeB });
  }
  const attributes = { transA: int(Number(transposeA)), transB: int(Number(transposeB)) };
  return graph.emit('FusedMatMul', [a, b], output, attributes, 'com.microsoft');
}

/** The WebGPU provider has no FusedMatMul: matrices go to Gemm, which transposes as it reads, stacks of them do not. */
function gpuProduct(
  graph: GraphBuilder,
  a: GraphValue,
  b: GraphValue,
  { transposeA, transposeB }: Transposes,
  output: Pick<GraphValue, 'shape' | 'type'>,
): GraphValue {
  if (a.shape.length === 2 && b.shape.length === 2) {
    const attributes = { transA: int(Number(transposeA)), transB: int(Number(transposeB)) };
    return graph.emit('Gemm', [a, b], output, attributes);
  }
  const [left, right] = [transposeA ? turned(graph, a) : a, transposeB ? turned(graph, b) : b];
  return graph.emit('MatMul', [left, right], output);
}

/** The last two axes exchanged. */
function turned(graph: GraphBuilder, x: GraphValue): GraphValue {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), ...axes.slice(-2).toReversed()];
  const shape = perm.map((axis) => x.shape[axis] ?? 1);
  return graph.emit('Transpose', [x], { shape, type: x.type }, { perm: ints(perm) });
}

/** A matrix product with a row added to each row of its result, as one operation; undefined where x is none. */
export function withBias(graph: GraphBuilder, x: GraphValue, bias: GraphValue): GraphValue | undefined {
  const made = graph.producerOf(x);
  if (x.shape.length !== 2 || bias.shape.length !== 1 || bias.shape[0] !== x.shape[1]) return undefined;
  const isProduct = made !== undefined && ['MatMul', 'FusedMatMul', 'Gemm'].includes(made.operator);
  if (!isProduct || made.inputs.length !== 2) return undefined;
  return graph.emit('Gemm', [...made.inputs, bias], x, made.attributes);
}

/** A Gemm and a ReLU as one operation of the CPU; undefined where x is no such product. */
export function withRelu(graph: GraphBuilder, x: GraphValue): GraphValue | undefined {
  const made = graph.producerOf(x);
  if (graph.target !== 'cpu' || made?.operator !== 'Gemm') return undefined;
  const attributes = { ...made.attributes, activation: { kind: 'string', value: 'Relu' } } as const;
  return graph.emit('FusedGemm', made.inputs, x, attributes, 'com.microsoft');
}
