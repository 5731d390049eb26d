import { broadcast_util } from '@tensorflow/tfjs-core';
import { int } from '../graph';
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
    const [transposeA, transposeB] = [
      booleanAttribute(call, 'transposeA'),
      booleanAttribute(call, 'transposeB'),
    ];
    const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const output = { shape: [...batch, rows, columns], type: a.type };
    if (!transposeA && !transposeB) return call.graph.emit('MatMul', [a, b], output);
    // A transposed operand costs the CPU's matrix product nothing, a separate Transpose copies it.
    const attributes = { transA: int(Number(transposeA)), transB: int(Number(transposeB)) };
    return call.graph.emit('FusedMatMul', [a, b], output, attributes, 'com.microsoft');
  },
};
