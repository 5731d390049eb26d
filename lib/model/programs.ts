import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Signature, TensorSpec } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { type Parameters, parameter } from './layers';
import { crossEntropy, targetWeights } from './loss';
import { modelParameters, parameterInput } from './parameterInputs';
import { parametersOf } from './parameters';
import { type Dropout, decode, encode, noDropout } from './transformer';

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

type Inputs = Readonly<Record<string, Tensor>>;

/** Gradients come back and dropout masks are fed under these names. */
export const gradientOutput = (name: string) => `gradient/${name}`;
export const dropoutInput = (site: string) => `dropout/${site}`;

/**
 * The loss (mean over real targets) and its gradient by every parameter, in the order of parametersOf. Dropout masks are
 * inputs, drawn outside: the program stays pure.
 */
export function lossAndGradients(
  config: ModelConfig,
  shape: BatchShape,
  inputs: Inputs,
): { loss: Tensor; gradients: Tensor[] } {
  const names = parametersOf(config).map(({ name }) => name);
  const dropout: Dropout =
    config.dropout === 0 ? noDropout : (x, site) => tf.mul(x, parameter(inputs, dropoutInput(site)));
  const lossOf = (...values: Tensor[]) => {
    const parameters = Object.fromEntries(names.map((name, index) => [name, at(values, index)]));
    const { logits, labels, weights } = predict(config, parameters, inputs, shape, dropout);
    const losses = tf.mul(crossEntropy(logits, labels, config.labelSmoothing), weights);
    // A batch of padding alone has the loss 0, not 0 / 0.
    return tf.div<tf.Scalar>(tf.sum(losses), tf.maximum(tf.sum(weights), 1));
  };
  const { value, grads } = tf.valueAndGrads(lossOf)(
    names.map((name) => parameter(inputs, parameterInput(name))),
  );
  return { loss: value, gradients: grads };
}

/** Forward and backward without the update, which host engines do in place. */
export function gradientProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const names = parametersOf(config).map(({ name }) => name);
  return {
    program: (inputs) => {
      const { loss, gradients } = lossAndGradients(config, shape, inputs);
      return {
        loss,
        ...Object.fromEntries(names.map((name, index) => [gradientOutput(name), at(gradients, index)])),
      };
    },
    signature: trainSignature(config, shape),
  };
}

/** What a training program is fed: a batch and its dropout masks. */
export function trainSignature(config: ModelConfig, shape: BatchShape): Signature {
  const sites = Object.entries(dropoutSites(config, shape));
  return {
    ...batchSignature(shape),
    ...Object.fromEntries(sites.map(([site, spec]) => [dropoutInput(site), spec])),
  };
}

/** Summed plain cross-entropy and the number of right predictions, in evaluation mode. */
export function evaluateProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    const { logits, labels, weights } = predict(config, parameters, inputs, shape, noDropout);
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32');
    return {
      lossSum: tf.sum(tf.mul(crossEntropy(logits, labels, 0), weights)),
      correct: tf.sum(tf.mul(right, weights)),
    };
  };
  return { program, signature: batchSignature(shape) };
}

/** The logits alone, in evaluation mode: [rows · targetLength, targetVocab]. */
export function logitsProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  return {
    program: (inputs) => ({
      logits: predict(config, modelParameters(config, inputs), inputs, shape, noDropout).logits,
    }),
    signature: batchSignature(shape),
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
  { rows, targetLength }: BatchShape,
  dropout: Dropout,
) {
  const target = parameter(inputs, 'target');
  const memory = encode(config, parameters, parameter(inputs, 'source'), dropout);
  const targetIn = tf.slice(target, [0, 0], [rows, targetLength]);
  const targetOut = tf.slice(target, [0, 1], [rows, targetLength]);
  return {
    logits: decode(config, parameters, targetIn, memory, dropout),
    labels: tf.reshape(targetOut, [rows * targetLength]),
    weights: targetWeights(targetOut),
  };
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
