import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from './config';
import { type Parameters, parameter } from './layers';

/** The last layer: from the decoder's states to logits. */
export interface Generator {
  /** [dModel, targetVocab]; tied, it is the target embedding [targetVocab, dModel], read transposed (Press & Wolf 2017). */
  readonly kernel: Tensor;
  readonly bias: Tensor;
  readonly tied: boolean;
}

export function generatorOf({ tieEmbeddings }: ModelConfig, parameters: Parameters): Generator {
  return {
    kernel: parameter(parameters, tieEmbeddings ? 'decoder.embedding' : 'generator.kernel'),
    bias: parameter(parameters, 'generator.bias'),
    tied: tieEmbeddings,
  };
}

/** x [rows, dModel] → logits [rows, targetVocab] */
export function project(x: Tensor, { kernel, bias, tied }: Generator): Tensor {
  return tf.add(tf.matMul(x, kernel, false, tied), bias);
}
