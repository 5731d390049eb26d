import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Signature, TensorSpec } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { generatorOf, project } from './generator';
import { type Parameters, parameter } from './layers';
import { crossEntropy, labelWeights, meanCrossEntropy } from './loss';
import { modelParameters, parameterInput } from './parameterInputs';
import { parametersOf } from './parameters';
import { takeRows } from './takeRows';
import { type BatchShape, selectsTargets, targetsOf } from './tokenBatch';
import { type Dropout, decode, embeddingRows, encode, noDropout, type Side } from './transformer';

/** A program with the shapes of its inputs: all that an engine needs to compile it. */
export interface ShapedProgram {
  readonly program: Program;
  readonly signature: Signature;
}

type Inputs = Readonly<Record<string, Tensor>>;

/** Gradients come back and dropout masks are fed under these names. */
export const gradientOutput = (name: string) => `gradient/${name}`;
/** Of the embedding's rows that a side of the batch read, [rows · length, dModel]. */
export const rowGradientOutput = (side: Side) => `rowGradient/${side}`;
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
  const lossOf = (...values: Tensor[]) =>
    trainingLoss(config, shape, inputs, named(names, values), embedBy(inputs, named(names, values)));
  const { value, grads } = tf.valueAndGrads(lossOf)(parameterTensors(names, inputs));
  return { loss: value, gradients: grads };
}

/**
 * Forward and backward without the update, which host engines do in place. A lookup's gradient is not added up to the
 * table's size here: the gradients of the rows that were read come back as they are, for the host to add.
 */
export function gradientProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const names = denseGradients(config);
  return {
    program: (inputs) => {
      const parameters = modelParameters(config, inputs);
      const rows = embedBy(inputs, parameters);
      const lossOf = (source: Tensor, target: Tensor, ...values: Tensor[]) =>
        trainingLoss(config, shape, inputs, { ...parameters, ...named(names, values) }, { source, target });
      const { value, grads } = tf.valueAndGrads(lossOf)([
        rows.source,
        rows.target,
        ...parameterTensors(names, inputs),
      ]);
      const [source, target, ...gradients] = grads;
      return {
        loss: value,
        [rowGradientOutput('encoder')]: some(source, 0),
        [rowGradientOutput('decoder')]: some(target, 1),
        ...Object.fromEntries(
          names.map((name, index) => [gradientOutput(name), some(gradients[index], index)]),
        ),
      };
    },
    signature: trainSignature(config, shape),
  };
}

/** The parameters whose gradients gradientProgram returns whole. A tied embedding gets one from the generator as well. */
export function denseGradients(config: ModelConfig): string[] {
  const looked = ['encoder.embedding', ...(config.tieEmbeddings ? [] : ['decoder.embedding'])];
  return parametersOf(config).flatMap(({ name }) => (looked.includes(name) ? [] : [name]));
}

/** Rows of the embeddings at the tokens of a batch, [rows · length, dModel] each. */
interface Embedded {
  readonly source: Tensor;
  readonly target: Tensor;
}

function embedBy(inputs: Inputs, parameters: Parameters): Embedded {
  return {
    source: embeddingRows(parameters, 'encoder', parameter(inputs, 'source')),
    target: embeddingRows(parameters, 'decoder', parameter(inputs, 'decoderInput')),
  };
}

function trainingLoss(
  config: ModelConfig,
  shape: BatchShape,
  inputs: Inputs,
  parameters: Parameters,
  embedded: Embedded,
): tf.Scalar {
  const dropout: Dropout =
    config.dropout === 0 ? noDropout : (x, site) => tf.mul(x, parameter(inputs, dropoutInput(site)));
  const { states, labels } = predict(config, parameters, inputs, shape, dropout, embedded);
  const loss = meanCrossEntropy(states, generatorOf(config, parameters), labels, config.labelSmoothing);
  return tf.reshape<tf.Rank.R0>(loss, []);
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
    const { states, labels } = predict(config, parameters, inputs, shape, noDropout);
    const logits = project(states, generatorOf(config, parameters));
    const weights = labelWeights(labels);
    const right = tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32');
    return {
      lossSum: tf.sum(tf.mul(crossEntropy(logits, labels), weights)),
      correct: tf.sum(tf.mul(right, weights)),
    };
  };
  return { program, signature: batchSignature(shape) };
}

/** The logits alone, in evaluation mode: [rows · targetLength, targetVocab]. */
export function logitsProgram(config: ModelConfig, shape: BatchShape): ShapedProgram {
  const everywhere = { ...shape, targets: shape.rows * shape.targetLength };
  return {
    program: (inputs) => {
      const parameters = modelParameters(config, inputs);
      const { states } = predict(config, parameters, inputs, everywhere, noDropout);
      return { logits: project(states, generatorOf(config, parameters)) };
    },
    signature: batchSignature(everywhere),
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

/**
 * Teacher forcing: the decoder reads all but the last target column and predicts all but the first. What follows the
 * decoder is computed for the positions of batchFeeds alone.
 *
 * @returns states [targets, dModel], labels int32 [targets]
 */
function predict(
  config: ModelConfig,
  parameters: Parameters,
  inputs: Inputs,
  shape: BatchShape,
  dropout: Dropout,
  embedded?: Embedded,
): { states: Tensor; labels: Tensor } {
  const memory = encode(config, parameters, parameter(inputs, 'source'), dropout, embedded?.source);
  const decoderInput = parameter(inputs, 'decoderInput');
  const states = decode(config, parameters, decoderInput, memory, dropout, embedded?.target);
  return {
    states: selectsTargets(shape) ? takeRows(states, parameter(inputs, 'predicted')) : states,
    labels: parameter(inputs, 'labels'),
  };
}

/** What a batch is to the programs of its shape (batchFeeds). */
export function batchSignature(shape: BatchShape): Signature {
  const { rows, sourceLength, targetLength } = shape;
  const targets: TensorSpec = { shape: [targetsOf(shape)], type: 'int32' };
  return {
    source: { shape: [rows, sourceLength], type: 'int32' },
    decoderInput: { shape: [rows, targetLength], type: 'int32' },
    labels: targets,
    ...(selectsTargets(shape) ? { predicted: targets } : {}),
  };
}

function named(names: readonly string[], values: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, index) => [name, some(values[index], index)]));
}

function parameterTensors(names: readonly string[], inputs: Inputs): Tensor[] {
  return names.map((name) => parameter(inputs, parameterInput(name)));
}

function some(tensor: Tensor | undefined, index: number): Tensor {
  if (tensor === undefined) throw new RangeError(`no tensor ${index}`);
  return tensor;
}
