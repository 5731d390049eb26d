import type { Signature, TensorSpec } from './types';

/** int64 exists only inside a graph: ONNX demands it for shapes, axes and scatter indices. */
export type ElementType = TensorSpec['type'] | 'int64';

export interface GraphValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  /** An element type, by name; ONNX numbers them. */
  | { readonly kind: 'type'; readonly value: ElementType };

export const int = (value: number): Attribute => ({ kind: 'int', value });
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });

export interface GraphNode {
  readonly operator: string;
  /** '' is ONNX itself; com.microsoft holds ONNX Runtime's own operators. */
  readonly domain: '' | 'com.microsoft';
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An operation as a lowering sees it that looks at where its input came from. */
export type Produced = Pick<GraphNode, 'operator' | 'attributes'> & {
  readonly inputs: readonly GraphValue[];
};

export type ConstantValues = Float32Array | Int32Array | Uint8Array | BigInt64Array;

export interface Constant {
  readonly value: GraphValue;
  readonly values: ConstantValues;
}

/** What a runtime needs of a traced program. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly GraphValue[];
  /** By their names in the program: the nodes and the runtime know them as outputName(name). */
  readonly outputs: readonly GraphValue[];
}

/** ONNX forbids that an output has the name of an input, as a state's next value has. */
export const outputName = (name: string) => `output/${name}`;

/** What will run the graph: the same operations are fastest in different forms, and not all exist everywhere. */
export type GraphTarget = 'cpu' | 'gpu';

/**
 * Collects ONNX operations in the order they are called, which is a topological order. Operations are pure, so the same
 * one on the same values is emitted once; one whose result nothing needs in the end is left out, so a lowering may emit a
 * fused form beside what it replaces.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #producers = new Map<string, Produced>();
  readonly #constants = new Map<string, Constant>();
  readonly #constantsByContent = new Map<string, GraphValue>();
  readonly #valuesByContent = new Map<string, GraphValue[]>();
  readonly #inputs: GraphValue[] = [];
  #nextId = 0;

  constructor(readonly target: GraphTarget = 'cpu') {}

  input(name: string, spec: TensorSpec): GraphValue {
    const value = { name, shape: spec.shape, type: spec.type };
    this.#inputs.push(value);
    return value;
  }

  /** Equal small constants become one, so that scalars and axes are not repeated for each use. */
  constant(values: ConstantValues, shape: readonly number[], type: ElementType): GraphValue {
    const content = values.length <= 16 ? `${type} [${shape}] ${values}` : undefined;
    const known = content === undefined ? undefined : this.#constantsByContent.get(content);
    if (known !== undefined) return known;
    const value = { name: this.#name('constant'), shape, type };
    this.#constants.set(value.name, { value, values });
    if (content !== undefined) this.#constantsByContent.set(content, value);
    return value;
  }

  /** A one-dimensional int64 constant: axes, shapes, starts, ends. */
  indices(values: readonly number[]): GraphValue {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
  }

  emit(
    operator: string,
    inputs: readonly GraphValue[],
    output: { readonly shape: readonly number[]; readonly type: ElementType },
    attributes: Readonly<Record<string, Attribute>> = {},
    domain: GraphNode['domain'] = '',
  ): GraphValue {
    const [value] = this.emitMany(operator, inputs, [output], attributes, domain);
    if (value === undefined) throw new RangeError(`${operator} has no output`);
    return value;
  }

  emitMany(
    operator: string,
    inputs: readonly GraphValue[],
    outputs: readonly { readonly shape: readonly number[]; readonly type: ElementType }[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain: GraphNode['domain'] = '',
  ): GraphValue[] {
    const content = JSON.stringify([operator, domain, inputs.map(({ name }) => name), outputs, attributes]);
    const known = this.#valuesByContent.get(content);
    if (known !== undefined) return known;
    const values = outputs.map(({ shape, type }) => ({ name: this.#name(operator), shape, type }));
    this.#valuesByContent.set(content, values);
    const node = {
      operator,
      domain,
      inputs: inputs.map(({ name }) => name),
      outputs: values.map(({ name }) => name),
      attributes,
    };
    this.#nodes.push(node);
    for (const { name } of values) this.#producers.set(name, { operator, inputs, attributes });
    return values;
  }

  /** The values of a constant; undefined for what is computed or fed. */
  constantValues(value: GraphValue): ConstantValues | undefined {
    return this.#constants.get(value.name)?.values;
  }

  /** The operation that made a value; undefined for inputs and constants. */
  producerOf(value: GraphValue): Produced | undefined {
    return this.#producers.get(value.name);
  }

  /** The graph of the named outputs, without what none of them needs. */
  build(outputs: Readonly<Record<string, GraphValue>>): Graph {
    const renamed = new Map<string, string>();
    for (const [name, value] of Object.entries(outputs)) {
      // ONNX forbids that an output is an input, a constant or another output: such a one is copied.
      if (this.#producers.has(value.name) && !renamed.has(value.name))
        renamed.set(value.name, outputName(name));
      else this.#copy(value, outputName(name));
    }
    const inNewNames = (names: readonly string[]) => names.map((name) => renamed.get(name) ?? name);
    const needed = new Set(Object.keys(outputs).map(outputName));
    const nodes = this.#nodes
      .map((node) => ({ ...node, inputs: inNewNames(node.inputs), outputs: inNewNames(node.outputs) }))
      .toReversed()
      .filter((node) => {
        if (!node.outputs.some((name) => needed.has(name))) return false;
        for (const name of node.inputs) needed.add(name);
        return true;
      })
      .toReversed();
    return {
      nodes,
      constants: [...this.#constants.values()].filter(({ value }) => needed.has(value.name)),
      inputs: this.#inputs.filter(({ name }) => needed.has(name)),
      outputs: Object.entries(outputs).map(([name, { shape, type }]) => ({ name, shape, type })),
    };
  }

  #copy({ name: source }: GraphValue, name: string): void {
    this.#nodes.push({ operator: 'Identity', domain: '', inputs: [source], outputs: [name], attributes: {} });
  }

  #name(kind: string): string {
    this.#nextId += 1;
    return `${kind}:${this.#nextId}`;
  }
}

/** The specs of graph values by name. */
export function signatureOf(values: readonly GraphValue[]): Signature {
  return Object.fromEntries(
    values.map(({ name, shape, type }) => {
      if (type === 'int64')
        throw new RangeError(`graph value ${name} is int64, which has no TensorFlow.js type`);
      return [name, { shape, type }];
    }),
  );
}
