import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, TensorValues } from '@/lib/engine/engine';
import { endId, type ModelConfig, startId } from './config';
import type { DecodeContext } from './decodeChunk';
import { encodedLength } from './decodeShapes';
import { generatorOf, project } from './generator';
import { parameter } from './layers';
import { crossEntropy } from './loss';
import { modelParameters } from './parameterInputs';
import type { ShapedProgram } from './programs';
import { decode, encode, noDropout } from './transformer';

/** Weights of every layer and head: [layer][head][query][key]. */
export type AttentionStack = number[][][][];

export interface AttentionWeights {
  encoderSelf: AttentionStack;
  decoderSelf: AttentionStack;
  cross: AttentionStack;
}

export interface Inspection {
  /** Natural logarithm of each output token's probability, given the source and the tokens before it. */
  logProbabilities: number[];
  attention: AttentionWeights | null;
}

interface InspectedShape {
  readonly sourceLength: number;
  readonly targetLength: number;
  readonly withAttention: boolean;
}

/**
 * Looks into the model while it writes a translation that is known: one pass over the whole of it, which is what greedy
 * decoding computes token by token but for the rounding of sums in another order.
 *
 * @param source ids as the encoder reads them, at most maxLength
 * @param output ids as they were chosen, END included where the translation has it; at most maxLength
 * @param withAttention whether the weights are wanted
 * @returns padding left out; row i of a decoder's weights is of the query that chose output i
 */
export async function inspect(
  { config, executables, parameters }: DecodeContext,
  source: Int32Array,
  output: readonly number[],
  withAttention: boolean,
): Promise<Inspection> {
  const shape = {
    sourceLength: encodedLength(source.length, config.maxLength),
    targetLength: encodedLength(output.length, config.maxLength),
    withAttention,
  };
  const { sourceLength, targetLength } = shape;
  const executable = await executables.get(
    `inspect ${sourceLength} + ${targetLength}${withAttention ? ', attention' : ''}`,
    () => inspectionProgram(config, shape),
    [parameters],
  );
  const sourceIds = new Int32Array(sourceLength);
  sourceIds.set(source);
  // What follows the output is not looked at, neither by the queries before it nor by the caller: END stands for it.
  const target = new Int32Array(targetLength).fill(endId);
  target.set([startId, ...output.slice(0, -1)]);
  const labels = new Int32Array(targetLength).fill(endId);
  labels.set(output);
  const outputs = await executable.run({ source: sourceIds, target, labels });
  return {
    logProbabilities: [...(outputs['logProbabilities']?.subarray(0, output.length) ?? [])],
    attention: withAttention ? weightsOf(config, outputs, shape, [source.length, output.length]) : null,
  };
}

const weightsOutput = (name: string) => `attention/${name}`;

function inspectionProgram(config: ModelConfig, shape: InspectedShape): ShapedProgram {
  const { sourceLength, targetLength, withAttention } = shape;
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    const weights: Record<string, Tensor> = {};
    const observe = withAttention
      ? (name: string, tensor: Tensor) => {
          weights[weightsOutput(name)] = tensor;
        }
      : undefined;
    const source = tf.reshape(parameter(inputs, 'source'), [1, sourceLength]);
    const target = tf.reshape(parameter(inputs, 'target'), [1, targetLength]);
    const memory = encode(config, parameters, source, noDropout, undefined, observe);
    const states = decode(config, parameters, target, memory, noDropout, undefined, observe);
    const logits = project(states, generatorOf(config, parameters));
    const labels = tf.reshape<tf.Rank.R1>(parameter(inputs, 'labels'), [targetLength]);
    return { logProbabilities: tf.neg(crossEntropy(logits, labels)), ...weights };
  };
  return {
    program,
    signature: {
      source: { shape: [sourceLength], type: 'int32' },
      target: { shape: [targetLength], type: 'int32' },
      labels: { shape: [targetLength], type: 'int32' },
    },
  };
}

function weightsOf(
  { encoderLayers, decoderLayers, heads }: ModelConfig,
  outputs: Readonly<Record<string, TensorValues>>,
  { sourceLength, targetLength }: InspectedShape,
  [sourceTokens, targetTokens]: readonly [number, number],
): AttentionWeights {
  const source = { size: sourceLength, used: sourceTokens };
  const target = { size: targetLength, used: targetTokens };
  const stack = (layers: number, nameOf: (layer: number) => string, queries: Axis, keys: Axis) =>
    Array.from({ length: layers }, (_, layer) => {
      const values = outputs[weightsOutput(nameOf(layer))];
      if (!values) throw new RangeError(`no weights of ${nameOf(layer)}`);
      return Array.from({ length: heads }, (_, head) => headOf(values, head, queries, keys));
    });
  return {
    encoderSelf: stack(encoderLayers, (layer) => `encoder.${layer}.selfAttention`, source, source),
    decoderSelf: stack(decoderLayers, (layer) => `decoder.${layer}.selfAttention`, target, target),
    cross: stack(decoderLayers, (layer) => `decoder.${layer}.crossAttention`, target, source),
  };
}

/** Positions of a side: all that are computed, and how many of them are no padding. */
interface Axis {
  readonly size: number;
  readonly used: number;
}

function headOf(values: TensorValues, head: number, queries: Axis, keys: Axis): number[][] {
  return Array.from({ length: queries.used }, (_, query) => {
    const at = (head * queries.size + query) * keys.size;
    return [...values.subarray(at, at + keys.used)];
  });
}
