import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Signature, TensorSpec } from '@/lib/engine/engine';
import { attend, cacheScores, type HeadShape, type KeysAndValues, keysAndValues } from './attention';
import type { ModelConfig } from './config';
import { type Parameters, parameter } from './layers';
import { crossEntropy, targetWeights } from './loss';
import { parametersOf } from './parameters';
import {
  crossKeysAndValues,
  type Dropout,
  decode,
  decoderStack,
  encode,
  noDropout,
  positionRows,
} from './transformer';

/** A program with the shapes of its inputs: all that an engine needs to compile it. */
export interface ShapedProgram {
  readonly program: Program;
  readonly signature: Signature;
}

export interface BatchShape {
  readonly rows: number;
  readonly sourceLength: number;
  readonly targetLength: number;
}

export interface DecodeShape {
  readonly rows: number;
  readonly sourceLength: number;
  /** Earlier positions that the cache can hold. */
  readonly capacity: number;
}

type Inputs = Readonly<Record<string, Tensor>>;

/** Parameters are fed and gradients come back under these names. */
export const parameterInput = (name: string) => `parameter/${name}`;
export const gradientOutput = (name: string) => `gradient/${name}`;
export const dropoutInput = (site: string) => `dropout/${site}`;
/** A decoder layer's keys or values of earlier positions (input), and of this position (output). */
export const cacheName = (layer: number, part: keyof KeysAndValues) => `cache/${layer}/${part}`;
export const freshName = (layer: number, part: keyof KeysAndValues) => `fresh/${layer}/${part}`;
export const crossName = (layer: number, part: keyof KeysAndValues) => `cross/${layer}/${part}`;

/**
 * The loss (mean over real targets) and its gradient by every parameter. Dropout masks are inputs, drawn outside: the
 * program stays pure.
 */
export function trainProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const names = parametersOf(config).map(({ name }) => name);
  const sites = dropoutSites(config, shape);
  const program: Program = (inputs) => {
    const dropout: Dropout =
      config.dropout === 0 ? noDropout : (x, site) => tf.mul(x, parameter(inputs, dropoutInput(site)));
    const target = parameter(inputs, 'target');
    const lossOf = (...values: Tensor[]) => {
      const parameters = Object.fromEntries(names.map((name, index) => [name, at(values, index)]));
      const { logits, labels, weights } = predict(config, parameters, inputs, target, shape, dropout);
      const losses = tf.mul(crossEntropy(logits, labels, config.labelSmoothing), weights);
      // A batch of padding alone has the loss 0, not 0 / 0.
      return tf.div<tf.Scalar>(tf.sum(losses), tf.maximum(tf.sum(weights), 1));
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(
      names.map((name) => parameter(inputs, parameterInput(name))),
    );
    return {
      loss: value,
      ...Object.fromEntries(names.map((name, index) => [gradientOutput(name), at(grads, index)])),
    };
  };
  return {
    program,
    signature: {
      ...parameterSignature(config),
      ...batchSignature(shape),
      ...Object.fromEntries(Object.entries(sites).map(([site, spec]) => [dropoutInput(site), spec])),
    },
  };
}

/** Summed plain cross-entropy and the number of right predictions, in evaluation mode. */
export function evaluateProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const program: Program = (inputs) => {
    const target = parameter(inputs, 'target');
    const { logits, labels, weights } = predict(
      config,
      modelParameters(config, inputs),
      inputs,
      target,
      shape,
      noDropout,
    );
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32');
    return {
      lossSum: tf.sum(tf.mul(crossEntropy(logits, labels, 0), weights)),
      correct: tf.sum(tf.mul(right, weights)),
    };
  };
  return { program, signature: { ...parameterSignature(config), ...batchSignature(shape) } };
}

/** The logits alone, in evaluation mode: [rows · targetLength, targetVocab]. */
export function logitsProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    return {
      logits: predict(config, parameters, inputs, parameter(inputs, 'target'), shape, noDropout).logits,
    };
  };
  return { program, signature: { ...parameterSignature(config), ...batchSignature(shape) } };
}

/** Decoding, once a sentence: the encoder, and the keys and values of every cross-attention. */
export function encodeProgram(config: ModelConfig, { rows, sourceLength }: DecodeShape): ShapedProgram {
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    const memory = encode(config, parameters, parameter(inputs, 'source'), noDropout);
    const cross = crossKeysAndValues(config, parameters, memory);
    return {
      mask: memory.mask,
      ...Object.fromEntries(
        cross.flatMap(({ keys, values }, layer) => [
          [crossName(layer, 'keys'), keys],
          [crossName(layer, 'values'), values],
        ]),
      ),
    };
  };
  const source: TensorSpec = { shape: [rows, sourceLength], type: 'int32' };
  return { program, signature: { ...parameterSignature(config), source } };
}

/**
 * Decoding, once a token: from the tokens at one position and the keys and values of earlier ones to the most probable
 * next tokens, and this position's own keys and values for the cache.
 */
export function decodeStepProgram(config: ModelConfig, shape: DecodeShape): ShapedProgram {
  const { rows, sourceLength, capacity } = shape;
  const heads: HeadShape = { rows, heads: config.heads, dModel: config.dModel };
  const layers = Array.from({ length: config.decoderLayers }, (_, layer) => layer);
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    const position = parameter(inputs, 'position');
    const cachedMask = cacheScores(position, capacity);
    const fresh: Record<string, Tensor> = {};
    const logits = decoderStack(
      config,
      parameters,
      parameter(inputs, 'tokens'),
      positionRows(config, parameters, 'decoder', position),
      noDropout,
      {
        selfAttention: (x, name, layer) => {
          const own = keysAndValues(x, 1, parameters, name, heads);
          fresh[freshName(layer, 'keys')] = own.keys;
          fresh[freshName(layer, 'values')] = own.values;
          const seen = {
            keys: tf.concat([parameter(inputs, cacheName(layer, 'keys')), own.keys], 2),
            values: tf.concat([parameter(inputs, cacheName(layer, 'values')), own.values], 2),
          };
          return attend(x, 1, seen, cachedMask, parameters, name, heads);
        },
        crossAttention: (x, name, layer) => {
          const seen = {
            keys: parameter(inputs, crossName(layer, 'keys')),
            values: parameter(inputs, crossName(layer, 'values')),
          };
          return attend(x, 1, seen, parameter(inputs, 'mask'), parameters, name, heads);
        },
      },
    );
    return { next: tf.argMax(logits, 1), ...fresh };
  };
  const perHead = (length: number): TensorSpec => ({
    shape: [rows, config.heads, length, config.dModel / config.heads],
    type: 'float32',
  });
  return {
    program,
    signature: {
      ...parameterSignature(config),
      tokens: { shape: [rows, 1], type: 'int32' },
      position: { shape: [], type: 'int32' },
      mask: { shape: [rows, 1, 1, sourceLength], type: 'float32' },
      ...Object.fromEntries(
        layers.flatMap((layer) => [
          [cacheName(layer, 'keys'), perHead(capacity)],
          [cacheName(layer, 'values'), perHead(capacity)],
          [crossName(layer, 'keys'), perHead(sourceLength)],
          [crossName(layer, 'values'), perHead(sourceLength)],
        ]),
      ),
    },
  };
}

/** Where dropout acts in training, with the shape of each mask; none where the rate is 0. */
export function dropoutSites(config: ModelConfig, shape: BatchShape): Record<string, TensorSpec> {
  if (config.dropout === 0) return {};
  const sites = (side: string, layers: number, sublayers: readonly string[], length: number) => {
    const spec: TensorSpec = { shape: [shape.rows * length, config.dModel], type: 'float32' };
    const names = Array.from({ length: layers }, (_, layer) =>
      sublayers.map((part) => `${side}.${layer}.${part}`),
    );
    return [`${side}.embedding`, ...names.flat()].map((name): [string, TensorSpec] => [name, spec]);
  };
  return Object.fromEntries([
    ...sites('encoder', config.encoderLayers, ['selfAttention', 'feedForward'], shape.sourceLength),
    ...sites(
      'decoder',
      config.decoderLayers,
      ['selfAttention', 'crossAttention', 'feedForward'],
      shape.targetLength,
    ),
  ]);
}

/** Teacher forcing: the decoder reads all but the last target column and predicts all but the first. */
function predict(
  config: ModelConfig,
  parameters: Parameters,
  inputs: Inputs,
  target: Tensor,
  { rows, targetLength }: BatchShape,
  dropout: Dropout,
) {
  const memory = encode(config, parameters, parameter(inputs, 'source'), dropout);
  const targetIn = tf.slice(target, [0, 0], [rows, targetLength]);
  const targetOut = tf.slice(target, [0, 1], [rows, targetLength]);
  return {
    logits: decode(config, parameters, targetIn, memory, dropout),
    labels: tf.reshape(targetOut, [rows * targetLength]),
    weights: targetWeights(targetOut),
  };
}

function modelParameters(config: ModelConfig, inputs: Inputs): Parameters {
  return Object.fromEntries(
    parametersOf(config).map(({ name }) => [name, parameter(inputs, parameterInput(name))]),
  );
}

function parameterSignature(config: ModelConfig): Signature {
  return Object.fromEntries(
    parametersOf(config).map(({ name, shape }) => [parameterInput(name), { shape, type: 'float32' }]),
  );
}

function batchSignature({ rows, sourceLength, targetLength }: BatchShape): Signature {
  return {
    source: { shape: [rows, sourceLength], type: 'int32' },
    target: { shape: [rows, targetLength + 1], type: 'int32' },
  };
}

function at(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new RangeError(`no tensor ${index}`);
  return tensor;
}
