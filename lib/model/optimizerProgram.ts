import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, Signature, TensorSpec, TensorValues } from '@/lib/engine/engine';
import type { ModelConfig } from './config';
import { bitsSignature, masksOfBits } from './dropoutBits';
import { type FlatGroup, flatGroups, flattened, partOf, rowLength } from './flatParameters';
import { parameter } from './layers';
import { decays, type OptimizerConfig, updateNumbers } from './optimizer';
import { parameterInput } from './parameterInputs';
import { parametersOf } from './parameters';
import { batchSignature, lossAndGradients, type ShapedProgram } from './programs';
import { takeDown } from './stepRecord';
import type { BatchShape } from './tokenBatch';

type Inputs = Readonly<Record<string, Tensor>>;

/** The moments of a group of parameters (flatGroups), as vectors under these names. */
export const firstMomentInput = (group: number) => `firstMoment/${group}`;
export const secondMomentInput = (group: number) => `secondMoment/${group}`;

/** Both moments of all parameters: the signature of an optimizer's state. */
export function momentSignature(config: ModelConfig): Signature {
  return Object.fromEntries(
    flatGroups(parametersOf(config)).flatMap(({ size }, group): [string, TensorSpec][] => [
      [firstMomentInput(group), { shape: [size], type: 'float32' }],
      [secondMomentInput(group), { shape: [size], type: 'float32' }],
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
  const groups = flatGroups(specs);
  const program: Program = (inputs) => {
    const masks = masksOfBits(model, shape, inputs);
    const { loss, gradients } = lossAndGradients(model, shape, { ...inputs, ...masks });
    const byName = Object.fromEntries(specs.map(({ name }, index) => [name, gradients[index]]));
    const flat = groups.map((group) => flattened(group, (name) => some(byName[name], name)));
    const gradientNorm = globalNorm(flat);
    const { finite, record } = takeDown(inputs, loss, gradientNorm);
    const scale = clippingScale(gradientNorm, optimizer);
    const updated = groups.map((group, index) => {
      const gradient = some(flat[index], `group ${index}`);
      return updatedGroup(
        group,
        index,
        optimizer,
        inputs,
        scale ? tf.mul(gradient, scale) : gradient,
        finite,
      );
    });
    return Object.assign(record, ...updated);
  };
  return {
    program,
    signature: { ...batchSignature(shape), ...bitsSignature(model, shape), ...updateSignature },
  };
}

/** The L2 norm over all gradients together, vectors of whole rows → []. */
function globalNorm(gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map((gradient) =>
    tf.sum(tf.sum(tf.square(tf.reshape(gradient, [gradient.size / rowLength, rowLength])), -1)),
  );
  return tf.sqrt(squares.reduce((total, square) => tf.add(total, square)));
}

/** clipNorm / norm where the norm is larger, else exactly 1; undefined where nothing is clipped. */
function clippingScale(norm: Tensor, { clipNorm }: OptimizerConfig): Tensor | undefined {
  return clipNorm > 0 ? tf.div(clipNorm, tf.maximum(norm, clipNorm)) : undefined;
}

/** Adam and AdamW, see HostOptimizer.update, of a group's parameters. gradient: [group.size] */
function updatedGroup(
  group: FlatGroup,
  index: number,
  optimizer: OptimizerConfig,
  inputs: Inputs,
  gradient: Tensor,
  finite: Tensor,
): Record<string, Tensor> {
  const { kind, beta1, beta2, epsilon, weightDecay } = optimizer;
  const [firstName, secondName] = [firstMomentInput(index), secondMomentInput(index)];
  const [firstMoment, secondMoment] = [parameter(inputs, firstName), parameter(inputs, secondName)];
  const currentOf = (name: string) => parameter(inputs, parameterInput(name));
  // Zero where nothing decays.
  const decaying =
    weightDecay > 0 && group.decaying > 0
      ? flattened(group, currentOf, (spec) => decays(spec.kind))
      : undefined;
  const g = kind === 'adam' && decaying ? tf.add(gradient, tf.mul(decaying, weightDecay)) : gradient;
  const m = tf.add(tf.mul(firstMoment, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(g), 1 - beta2));
  const deviation = tf.add(tf.mul(tf.sqrt(v), parameter(inputs, 'rootCorrection')), epsilon);
  const step = tf.div(tf.mul(m, parameter(inputs, 'stepSize')), deviation);
  const decayed =
    kind === 'adamw' && decaying ? tf.add(step, tf.mul(decaying, parameter(inputs, 'decayStep'))) : step;
  // A difference of exactly zero leaves every bit of a parameter as it is.
  const taken = tf.where(finite, decayed, tf.zerosLike(decayed));
  const values = group.members.map((member): [string, Tensor] => {
    const { name } = member.spec;
    return [parameterInput(name), tf.sub(currentOf(name), partOf(taken, member))];
  });
  return {
    ...Object.fromEntries(values),
    [firstName]: tf.where(finite, m, firstMoment),
    [secondName]: tf.where(finite, v, secondMoment),
  };
}

function some(tensor: Tensor | undefined, name: string): Tensor {
  if (tensor === undefined) throw new RangeError(`no gradient of ${name}`);
  return tensor;
}
