import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Signature, TensorSpec, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { parameter } from './layers';
import { decays, type OptimizerConfig, updateNumbers } from './optimizer';
import { parameterInput } from './parameterInputs';
import { type ParameterSpec, parametersOf } from './parameters';
import { lossAndGradients, type ShapedProgram, trainSignature } from './programs';
import { takeDown } from './stepRecord';
import type { BatchShape } from './tokenBatch';

type Inputs = Readonly<Record<string, Tensor>>;

/** The optimizer's tensors of a parameter, of its shape, under these names. */
export const firstMomentInput = (name: string) => `firstMoment/${name}`;
export const secondMomentInput = (name: string) => `secondMoment/${name}`;

/** Both moments of all parameters: the signature of an optimizer's state. */
export function momentSignature(config: ModelConfig): Signature {
  return Object.fromEntries(
    parametersOf(config).flatMap(({ name, shape }): [string, TensorSpec][] => [
      [firstMomentInput(name), { shape, type: 'float32' }],
      [secondMomentInput(name), { shape, type: 'float32' }],
    ]),
  );
}

const scalar: TensorSpec = { shape: [], type: 'float32' };

/** The numbers of one update, which change with every step and so are fed. */
const updateSignature = { stepSize: scalar, rootCorrection: scalar, decayStep: scalar } as const;

/**
 * Computed in float64 and rounded once. decayStep is what AdamW takes from a weight, as a share of it: as the factor
 * 1 − decayStep it would lose most of its digits in float32.
 *
 * @param update counts from 1
 */
export function updateFeeds(
  config: OptimizerConfig,
  update: number,
  learningRate: number,
): Record<keyof typeof updateSignature, TensorValues> {
  const { stepSize, rootCorrection } = updateNumbers(config, update, learningRate);
  return {
    stepSize: Float32Array.of(stepSize),
    rootCorrection: Float32Array.of(rootCorrection),
    decayStep: Float32Array.of(learningRate * config.weightDecay),
  };
}

/**
 * A whole training step for engines that keep states: loss, gradients, clipping and the update that HostOptimizer makes,
 * in float32. Parameters and moments come back under their own names, as they were where the loss or the norm of this step
 * or of one before it is not a finite float32; loss and norm go to the record (StepRecord). Nothing leaves the device.
 */
export function trainStepProgram(
  model: ModelConfig,
  optimizer: OptimizerConfig,
  shape: BatchShape,
): ShapedProgram {
  const specs = parametersOf(model);
  const program: Program = (inputs) => {
    const { loss, gradients } = lossAndGradients(model, shape, inputs);
    const gradientNorm = globalNorm(gradients);
    const { finite, record } = takeDown(inputs, loss, gradientNorm);
    const scale = clippingScale(gradientNorm, optimizer);
    const updated = specs.map((spec, index) => {
      const gradient = gradients[index];
      if (gradient === undefined) throw new RangeError(`no gradient of ${spec.name}`);
      return updatedTensors(spec, optimizer, inputs, scale ? tf.mul(gradient, scale) : gradient, finite);
    });
    return Object.assign(record, ...updated);
  };
  return { program, signature: { ...trainSignature(model, shape), ...updateSignature } };
}

/**
 * The L2 norm over all gradients together → []. Rows first: a GPU adds up one row in one group of threads, and would
 * give a whole matrix to a single group.
 */
function globalNorm(gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map((gradient) => {
    const square = tf.square(gradient);
    return tf.sum(square.rank > 1 ? tf.sum(square, -1) : square);
  });
  return tf.sqrt(squares.reduce((total, square) => tf.add(total, square)));
}

/** clipNorm / norm where the norm is larger, else exactly 1; undefined where nothing is clipped. */
function clippingScale(norm: Tensor, { clipNorm }: OptimizerConfig): Tensor | undefined {
  return clipNorm > 0 ? tf.div(clipNorm, tf.maximum(norm, clipNorm)) : undefined;
}

/** Adam and AdamW, see HostOptimizer.update. */
function updatedTensors(
  { name, kind }: ParameterSpec,
  optimizer: OptimizerConfig,
  inputs: Inputs,
  gradient: Tensor,
  finite: Tensor,
): Record<string, Tensor> {
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
  const decay = decays(kind) ? weightDecay : 0;
  const value = parameter(inputs, parameterInput(name));
  const firstMoment = parameter(inputs, firstMomentInput(name));
  const secondMoment = parameter(inputs, secondMomentInput(name));
  const g = optimizer.kind === 'adam' && decay > 0 ? tf.add(gradient, tf.mul(value, decay)) : gradient;
  const m = tf.add(tf.mul(firstMoment, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(g), 1 - beta2));
  const deviation = tf.add(tf.mul(tf.sqrt(v), parameter(inputs, 'rootCorrection')), epsilon);
  const step = tf.div(tf.mul(m, parameter(inputs, 'stepSize')), deviation);
  const decayed =
    optimizer.kind === 'adamw' && decay > 0
      ? tf.add(step, tf.mul(value, parameter(inputs, 'decayStep')))
      : step;
  return {
    [parameterInput(name)]: tf.where(finite, tf.sub(value, decayed), value),
    [firstMomentInput(name)]: tf.where(finite, m, firstMoment),
    [secondMomentInput(name)]: tf.where(finite, v, secondMoment),
  };
}
