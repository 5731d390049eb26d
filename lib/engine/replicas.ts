import {
  type Attribute,
  type Graph,
  GraphBuilder,
  type GraphTarget,
  type GraphValue,
  int,
  ints,
} from './graph';
import type { TensorSpec } from './types';

type Attributes = Readonly<Record<string, Attribute>>;
type Output = Pick<GraphValue, 'shape' | 'type'>;

/** One operation as a rule sees it. */
interface Call {
  readonly operator: string;
  /** As the program has them, of one replica. */
  readonly inputs: readonly GraphValue[];
  readonly output: Output;
  readonly attributes: Attributes;
  readonly domain: '' | 'com.microsoft';
}

/**
 * Traces a program once and writes it for `count` replicas that step together: every input and everything that comes of
 * one has a first axis [count, …], which the program and the lowerings do not see; constants are there once. What a
 * replica computes is what it would compute alone, up to the order in which a matrix product or a sum adds.
 *
 * The same idea as JAX's vmap (https://docs.jax.dev/en/latest/automatic-vectorization.html), by a rule an ONNX operation.
 */
export class ReplicatedBuilder extends GraphBuilder {
  /** What a value of the program really is, where it has the first axis. */
  readonly #real = new Map<string, GraphValue>();
  readonly #calls = new Map<string, Call>();

  constructor(
    target: GraphTarget,
    readonly count: number,
  ) {
    super(target);
  }

  override input(name: string, { shape, type }: TensorSpec): GraphValue {
    return this.#seen(super.input(name, { shape: [this.count, ...shape], type }));
  }

  override emitMany(
    operator: string,
    inputs: readonly GraphValue[],
    outputs: readonly Output[],
    attributes: Attributes = {},
    domain: '' | 'com.microsoft' = '',
  ): GraphValue[] {
    if (!inputs.some((value) => this.#real.has(value.name)))
      return super.emitMany(operator, inputs, outputs, attributes, domain);
    const [output] = outputs;
    const rule = rules[operator];
    if (rule === undefined || output === undefined || outputs.length > 1)
      throw new TypeError(`${operator} has no form for replicas`);
    const call = { operator, inputs, output, attributes, domain };
    const value = this.#seen(rule(new Replicated(this, call)));
    this.#calls.set(value.name, call);
    return [value];
  }

  override producerOf(value: GraphValue) {
    return this.#calls.get(value.name) ?? super.producerOf(value);
  }

  override build(outputs: Readonly<Record<string, GraphValue>>): Graph {
    return super.build(
      Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, this.everywhere(value)])),
    );
  }

  /** An operation on values as they are, first axis included. */
  real(
    operator: string,
    inputs: readonly GraphValue[],
    output: Output,
    attributes: Attributes = {},
  ): GraphValue {
    const [value] = super.emitMany(operator, inputs, [output], attributes);
    if (value === undefined) throw new RangeError(`${operator} has no output`);
    return value;
  }

  /** A value with its first axis; undefined where it is the same for all replicas. */
  replicated(value: GraphValue): GraphValue | undefined {
    return this.#real.get(value.name);
  }

  /** A value with the first axis, repeated where it is the same for all replicas. */
  everywhere(value: GraphValue): GraphValue {
    const known = this.replicated(value);
    if (known !== undefined) return known;
    const shape = [this.count, ...value.shape];
    return this.real('Expand', [value, this.indices(shape)], { shape, type: value.type });
  }

  #seen(real: GraphValue): GraphValue {
    const value = { ...real, shape: real.shape.slice(1) };
    this.#real.set(value.name, real);
    return value;
  }
}

/** What rules are written with. */
class Replicated {
  constructor(
    readonly graph: ReplicatedBuilder,
    readonly call: Call,
  ) {}

  get count(): number {
    return this.graph.count;
  }

  input(index: number): GraphValue {
    const value = this.call.inputs[index];
    if (value === undefined) throw new TypeError(`${this.call.operator} has no input ${index}`);
    return value;
  }

  /** The output with its first axis. */
  get output(): Output {
    return { shape: [this.count, ...this.call.output.shape], type: this.call.output.type };
  }

  /** The values of an input that says how: axes, a shape, bounds. */
  numbers(index: number): number[] {
    const values = this.graph.constantValues(this.input(index));
    if (values === undefined)
      throw new TypeError(`${this.call.operator} has an input ${index} that is no constant`);
    return Array.from(values, Number);
  }

  /** An axis after the first one. */
  axis(name: string): number {
    const attribute = this.call.attributes[name];
    if (attribute?.kind !== 'int') throw new TypeError(`${this.call.operator} has no ${name}`);
    return attribute.value < 0 ? attribute.value : attribute.value + 1;
  }

  flag(name: string): boolean {
    const attribute = this.call.attributes[name];
    return attribute?.kind === 'int' && attribute.value === 1;
  }

  reshaped(value: GraphValue, shape: readonly number[]): GraphValue {
    if (value.shape.length === shape.length && value.shape.every((size, at) => size === shape[at]))
      return value;
    return this.graph.real('Reshape', [value, this.graph.indices(shape)], { shape, type: value.type });
  }

  /** An operand of so many axes (without the first), as broadcasting aligns it: from the right, after the first axis. */
  aligned(value: GraphValue, rank: number): GraphValue {
    const real = this.graph.replicated(value);
    if (real === undefined) return value;
    const missing = new Array<number>(rank - value.shape.length).fill(1);
    return this.reshaped(real, [this.count, ...missing, ...value.shape]);
  }

  emit(inputs: readonly GraphValue[], attributes: Attributes = this.call.attributes): GraphValue {
    return this.graph.real(this.call.operator, inputs, this.output, attributes);
  }

  /** The last two axes exchanged, where that is asked for. */
  turned(value: GraphValue, transpose: boolean): GraphValue {
    if (!transpose) return value;
    const perm = value.shape.map((_, axis) => axis);
    perm.splice(-2, 2, perm.length - 1, perm.length - 2);
    const shape = perm.map((axis) => value.shape[axis] ?? 1);
    return this.graph.real('Transpose', [value], { shape, type: value.type }, { perm: ints(perm) });
  }

  /** 0 … count − 1 along the first axis of a shape, times a factor: int32. */
  replicaNumbers(shape: readonly number[], factor = 1): GraphValue {
    const size = shape.slice(1).reduce((product, length) => product * length, 1);
    const values = Int32Array.from({ length: this.count * size }, (_, at) => Math.floor(at / size) * factor);
    return this.graph.constant(values, shape, 'int32');
  }

  /** Indices of GatherND and ScatterND (int64, from int32) with the replica before them. */
  withReplica(indices: GraphValue): GraphValue {
    // Joined before they become int64, which a GPU does not join.
    const made = this.graph.producerOf(indices);
    const source = made?.operator === 'Cast' ? made.inputs[0] : undefined;
    if (source?.type !== 'int32') throw new TypeError(`${this.call.operator} has indices that are no int32`);
    const real = this.graph.everywhere(source);
    const column = this.replicaNumbers([...real.shape.slice(0, -1), 1]);
    const shape = real.shape.with(-1, (real.shape.at(-1) ?? 0) + 1);
    const joined = this.graph.real(
      'Concat',
      [column, real],
      { shape, type: 'int32' },
      { axis: int(shape.length - 1) },
    );
    return this.graph.real(
      'Cast',
      [joined],
      { shape, type: 'int64' },
      { to: { kind: 'type', value: 'int64' } },
    );
  }
}

type Rule = (replicated: Replicated) => GraphValue;

const elementwise: Rule = (r) => {
  const rank = r.call.output.shape.length;
  return r.emit(r.call.inputs.map((value) => r.aligned(value, rank)));
};

const reduction: Rule = (r) =>
  r.emit([r.graph.everywhere(r.input(0)), r.graph.indices(r.numbers(1).map((axis) => axis + 1))]);

const alongAxis: Rule = (r) => r.emit([r.graph.everywhere(r.input(0))], { axis: int(r.axis('axis')) });

/** A product of matrices, turned as asked, with a row added where there is one: ONNX's Gemm is of two axes only. */
const product: Rule = (r) => {
  const [a, b] = [r.input(0), r.input(1)];
  const rank = Math.max(a.shape.length, b.shape.length);
  const left = r.turned(r.aligned(a, rank), r.flag('transA'));
  const right = r.turned(r.aligned(b, rank), r.flag('transB'));
  const result = r.graph.real('MatMul', [left, right], r.output);
  const bias = r.call.inputs[2];
  return bias === undefined ? result : r.graph.real('Add', [result, r.aligned(bias, 2)], r.output);
};

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      ...[
        'Abs',
        'Cast',
        'Erf',
        'Exp',
        'Floor',
        'Identity',
        'Log',
        'Neg',
        'Not',
        'Reciprocal',
        'Relu',
        'Sigmoid',
        'Sqrt',
      ],
      ...[
        'Tanh',
        'Add',
        'Sub',
        'Mul',
        'Div',
        'Pow',
        'Max',
        'Min',
        'Sum',
        'Equal',
        'Greater',
        'GreaterOrEqual',
      ],
      ...['Less', 'LessOrEqual', 'And', 'Or', 'Where'],
    ].map((operator) => [operator, elementwise]),
  ),
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceSum: reduction,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  MatMul: product,
  Gemm: product,
  Reshape: (r) => r.reshaped(r.graph.everywhere(r.input(0)), r.output.shape),
  Transpose: (r) => {
    const perm = r.call.attributes['perm'];
    if (perm?.kind !== 'ints') throw new TypeError('Transpose has no perm');
    return r.emit([r.graph.everywhere(r.input(0))], {
      perm: ints([0, ...perm.value.map((axis) => axis + 1)]),
    });
  },
  Slice: (r) => {
    const axes = r.numbers(3).map((axis) => axis + 1);
    return r.emit([r.graph.everywhere(r.input(0)), r.input(1), r.input(2), r.graph.indices(axes)]);
  },
  Concat: (r) =>
    r.emit(
      r.call.inputs.map((value) => r.graph.everywhere(value)),
      { axis: int(r.axis('axis')) },
    ),
  Expand: (r) => r.emit([r.aligned(r.input(0), r.call.output.shape.length), r.graph.indices(r.output.shape)]),
  Tile: (r) => r.emit([r.graph.everywhere(r.input(0)), r.graph.indices([1, ...r.numbers(1)])]),
  Pad: (r) => {
    const amounts = r.numbers(1);
    const [before, after] = [amounts.slice(0, amounts.length / 2), amounts.slice(amounts.length / 2)];
    return r.emit([
      r.graph.everywhere(r.input(0)),
      r.graph.indices([0, ...before, 0, ...after]),
      ...r.call.inputs.slice(2),
    ]);
  },
  /** Rows of every replica's own table: the tables one below the other, and the indices moved to the replica's. */
  Gather: (r) => {
    const [x, indices] = [r.input(0), r.input(1)];
    const [table, places] = [r.graph.replicated(x), r.graph.replicated(indices)];
    if (places === undefined) return r.emit([r.graph.everywhere(x), indices], { axis: int(r.axis('axis')) });
    if (r.axis('axis') !== 1 || indices.type !== 'int32') {
      throw new TypeError('Gather has a form for replicas along its first axis, by int32 indices');
    }
    if (table === undefined) return r.emit([x, places]);
    const [rows = 1, ...rest] = x.shape;
    const first = r.replicaNumbers([r.count, ...indices.shape.map(() => 1)], rows);
    const moved = r.graph.real('Add', [places, first], places);
    return r.emit([r.reshaped(table, [r.count * rows, ...rest]), moved]);
  },
  GatherND: (r) => r.emit([r.graph.everywhere(r.input(0)), r.withReplica(r.input(1))]),
  ScatterND: (r) =>
    r.emit([r.graph.everywhere(r.input(0)), r.withReplica(r.input(1)), r.graph.everywhere(r.input(2))]),
  ScatterElements: (r) =>
    r.emit(
      [0, 1, 2].map((index) => r.graph.everywhere(r.input(index))),
      { ...r.call.attributes, axis: int(r.axis('axis')) },
    ),
  /** Scale and bias are each replica's own, where the operation has one of each. */
  LayerNormalization: (r) => {
    const [x, scale, bias] = [r.input(0), r.input(1), r.input(2)];
    const width = scale.shape[0] ?? 1;
    const [ones, zeros] = [new Float32Array(width).fill(1), new Float32Array(width)].map((values) =>
      r.graph.constant(values, [width], 'float32'),
    );
    if (ones === undefined || zeros === undefined) throw new TypeError('LayerNormalization has no constants');
    const normalized = r.emit([r.graph.everywhere(x), ones, zeros]);
    const rank = x.shape.length;
    const scaled = r.graph.real('Mul', [normalized, r.aligned(scale, rank)], r.output);
    return r.graph.real('Add', [scaled, r.aligned(bias, rank)], r.output);
  },
};
