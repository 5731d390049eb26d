import protobuf from 'protobufjs';
import {
  type Attribute,
  type Constant,
  type ElementType,
  type Graph,
  type GraphNode,
  type GraphValue,
  outputName,
} from './graph';
import { onnxSchema } from './onnxSchema';

// keepCase: the schema's own snake_case names, so that this file reads like the specification.
const ModelProto = protobuf.parse(onnxSchema, { keepCase: true }).root.lookupType('onnx.ModelProto');

/** TensorProto.DataType in onnx.proto */
const dataTypes: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Reductions take their axes as an input, and ScatterND reduces, from here on; ONNX Runtime knows it since 1.14. */
const operatorSetVersion = 18;
const irVersion = 8;

/** Serialises a graph in the ONNX format. */
export function writeOnnx(graph: Graph): Uint8Array {
  const model = {
    ir_version: irVersion,
    opset_import: [
      { domain: '', version: operatorSetVersion },
      { domain: 'com.microsoft', version: 1 },
    ],
    producer_name: 'heldout',
    graph: {
      name: 'program',
      node: graph.nodes.map(nodeProto),
      initializer: graph.constants.map(tensorProto),
      input: graph.inputs.map(valueInfoProto),
      output: graph.outputs.map((value) => valueInfoProto({ ...value, name: outputName(value.name) })),
    },
  };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

function nodeProto({ operator, domain, inputs, outputs, attributes }: GraphNode) {
  return {
    name: outputs[0],
    op_type: operator,
    domain,
    input: inputs,
    output: outputs,
    attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeValue(value) })),
  };
}

function attributeValue(attribute: Attribute) {
  switch (attribute.kind) {
    case 'int':
      return { type: 'INT', i: attribute.value };
    case 'float':
      return { type: 'FLOAT', f: attribute.value };
    case 'ints':
      return { type: 'INTS', ints: attribute.value };
    case 'string':
      return { type: 'STRING', s: new TextEncoder().encode(attribute.value) };
    case 'type':
      return { type: 'INT', i: dataTypes[attribute.value] };
  }
}

function tensorProto({ value, values }: Constant) {
  return {
    name: value.name,
    dims: value.shape,
    data_type: dataTypes[value.type],
    // raw_data is little-endian, as is every machine that ONNX Runtime has a Node binary for.
    raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

function valueInfoProto({ name, shape, type }: GraphValue) {
  const dim = shape.map((size) => ({ dim_value: size }));
  return { name, type: { tensor_type: { elem_type: dataTypes[type], shape: { dim } } } };
}
