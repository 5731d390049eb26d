import { broadcast_util } from '@tensorflow/tfjs-core';
import type { ElementType, GraphBuilder, GraphValue } from '../graph';
import { withBias, withRelu } from './linear';
import { input, type Lowering, typeAttribute } from './lowering';

const unary =
  (operator: string): Lowering =>
  (call) => {
    const x = input(call, 'x');
    return call.graph.emit(operator, [x], x);
  };

const binary =
  (operator: string, type?: ElementType): Lowering =>
  (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    return call.graph.emit(operator, [a, b], { shape: broadcastShape(a, b), type: type ?? a.type });
  };

function broadcastShape(a: GraphValue, b: GraphValue): number[] {
  return broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
}

export function cast(graph: GraphBuilder, x: GraphValue, type: ElementType): GraphValue {
  return x.type === type
    ? x
    : graph.emit('Cast', [x], { shape: x.shape, type }, { to: { kind: 'type', value: type } });
}

/** TensorFlow.js repeats operands to one shape where ONNX broadcasts: those from before, if they still give that shape. */
function beforeTiling(graph: GraphBuilder, operands: GraphValue[], shape: readonly number[]): GraphValue[] {
  const before = operands.map((operand) => {
    const made = graph.producerOf(operand);
    const [source] = made?.inputs ?? [];
    if (made?.operator !== 'Tile' || source === undefined) return operand;
    const repeats = source.shape.every((size, axis) => size === 1 || size === operand.shape[axis]);
    return repeats ? source : operand;
  });
  const given = shape.every((size, axis) => before.some((operand) => operand.shape[axis] === size));
  return given ? before : operands;
}

export const elementwise: Readonly<Record<string, Lowering>> = {
  Abs: unary('Abs'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Floor: unary('Floor'),
  Log: unary('Log'),
  LogicalNot: unary('Not'),
  Neg: unary('Neg'),
  Reciprocal: unary('Reciprocal'),
  Sigmoid: unary('Sigmoid'),
  Sqrt: unary('Sqrt'),
  Tanh: unary('Tanh'),
  Add: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    return withBias(call.graph, a, b) ?? binary('Add')(call);
  },
  Relu: (call) => withRelu(call.graph, input(call, 'x')) ?? unary('Relu')(call),
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: binary('Div'),
  Pow: binary('Pow'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Equal: binary('Equal', 'bool'),
  Greater: binary('Greater', 'bool'),
  GreaterEqual: binary('GreaterOrEqual', 'bool'),
  Less: binary('Less', 'bool'),
  LessEqual: binary('LessOrEqual', 'bool'),
  LogicalAnd: binary('And', 'bool'),
  LogicalOr: binary('Or', 'bool'),
  NotEqual: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const output = { shape: broadcastShape(a, b), type: 'bool' } as const;
    return call.graph.emit('Not', [call.graph.emit('Equal', [a, b], output)], output);
  },
  Identity: (call) => input(call, 'x'),
  Square: (call) => {
    const x = input(call, 'x');
    return call.graph.emit('Mul', [x, x], x);
  },
  SquaredDifference: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const difference = call.graph.emit('Sub', [a, b], { shape: broadcastShape(a, b), type: a.type });
    return call.graph.emit('Mul', [difference, difference], difference);
  },
  Rsqrt: (call) => {
    const x = input(call, 'x');
    return call.graph.emit('Reciprocal', [call.graph.emit('Sqrt', [x], x)], x);
  },
  AddN: (call) => {
    const values = Object.values(call.inputs);
    const [first] = values;
    if (first === undefined) throw new TypeError('AddN needs at least one input');
    return call.graph.emit('Sum', values, first);
  },
  Cast: (call) => cast(call.graph, input(call, 'x'), typeAttribute(call)),
  Select: (call) => {
    const operands = [input(call, 'condition'), input(call, 't'), input(call, 'e')];
    const then = input(call, 't');
    return call.graph.emit('Where', beforeTiling(call.graph, operands, then.shape), then);
  },
};
