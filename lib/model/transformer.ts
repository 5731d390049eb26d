import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  attend,
  causalScores,
  type HeadShape,
  type KeysAndValues,
  keysAndValues,
  paddingScores,
} from './attention';
import { type ModelConfig, padId } from './config';
import { dense, gelu, layerNorm, type Parameters, parameter } from './layers';
import { sinusoidalPositions } from './positions';

/**
 * Applied to the sum of embeddings and positions, and to each sublayer's output before it is added to its input
 * (Vaswani et al. 2017 §5.4); `site` names the place. Evaluation uses the identity.
 */
export type Dropout = (x: Tensor, site: string) => Tensor;

export const noDropout: Dropout = (x) => x;

/** What decoding needs of a source: [rows · length, dModel], and where its padding is. */
export interface Memory {
  readonly memory: Tensor;
  readonly length: number;
  /** [rows, 1, 1, length], see paddingScores. */
  readonly mask: Tensor;
}

/** The encoder. source: int32 [rows, length], 0 is padding. */
export function encode(
  config: ModelConfig,
  parameters: Parameters,
  source: Tensor,
  dropout: Dropout,
): Memory {
  const [rows = 1, length = 1] = source.shape;
  const shape: HeadShape = { rows, heads: config.heads, dModel: config.dModel };
  const mask = paddingScores(tf.equal(source, tf.scalar(padId, 'int32')));
  const positions = positionRows(config, parameters, 'encoder', tf.range(0, length, 1, 'int32'));
  let x = dropout(embed(config, parameters, 'encoder', source, positions), 'encoder.embedding');
  for (let index = 0; index < config.encoderLayers; index += 1) {
    const layer = `encoder.${index}`;
    x = sublayer(config, parameters, dropout, x, `${layer}.selfAttention`, (x, name) =>
      attend(x, length, keysAndValues(x, length, parameters, name, shape), mask, parameters, name, shape),
    );
    x = feedForward(config, parameters, dropout, x, layer);
  }
  return { memory: finalNorm(config, parameters, x, 'encoder'), length, mask };
}

/** The decoder with every target known. targetIn: int32 [rows, length] → logits [rows · length, targetVocab]. */
export function decode(
  config: ModelConfig,
  parameters: Parameters,
  targetIn: Tensor,
  memory: Memory,
  dropout: Dropout,
): Tensor {
  const [rows = 1, length = 1] = targetIn.shape;
  const shape: HeadShape = { rows, heads: config.heads, dModel: config.dModel };
  const positions = positionRows(config, parameters, 'decoder', tf.range(0, length, 1, 'int32'));
  const causal = causalScores(length);
  return decoderStack(config, parameters, targetIn, positions, dropout, {
    selfAttention: (x, name) =>
      attend(x, length, keysAndValues(x, length, parameters, name, shape), causal, parameters, name, shape),
    crossAttention: (x, name) => {
      const seen = keysAndValues(memory.memory, memory.length, parameters, name, shape);
      return attend(x, length, seen, memory.mask, parameters, name, shape);
    },
  });
}

/** One sublayer's function of its (normalized, where pre-norm) input, given its parameters' name and its layer. */
type Attention = (x: Tensor, name: string, layer: number) => Tensor;

/** The decoder's layers, whatever its attentions look at: all target positions at once, or a cache of earlier ones. */
export function decoderStack(
  config: ModelConfig,
  parameters: Parameters,
  tokens: Tensor,
  positions: Tensor,
  dropout: Dropout,
  attentions: { readonly selfAttention: Attention; readonly crossAttention: Attention },
): Tensor {
  let x = dropout(embed(config, parameters, 'decoder', tokens, positions), 'decoder.embedding');
  for (let index = 0; index < config.decoderLayers; index += 1) {
    const layer = `decoder.${index}`;
    x = sublayer(config, parameters, dropout, x, `${layer}.selfAttention`, (x, name) =>
      attentions.selfAttention(x, name, index),
    );
    x = sublayer(config, parameters, dropout, x, `${layer}.crossAttention`, (x, name) =>
      attentions.crossAttention(x, name, index),
    );
    x = feedForward(config, parameters, dropout, x, layer);
  }
  return generate(config, parameters, finalNorm(config, parameters, x, 'decoder'));
}

/** For each decoder layer, the keys and values of its cross-attention: they do not change while decoding. */
export function crossKeysAndValues(
  config: ModelConfig,
  parameters: Parameters,
  { memory, length }: Memory,
): KeysAndValues[] {
  const shape: HeadShape = {
    rows: (memory.shape[0] ?? 1) / length,
    heads: config.heads,
    dModel: config.dModel,
  };
  return Array.from({ length: config.decoderLayers }, (_, index) =>
    keysAndValues(memory, length, parameters, `decoder.${index}.crossAttention`, shape),
  );
}

/** positions: int32 [length] → [length, dModel] */
export function positionRows(
  config: ModelConfig,
  parameters: Parameters,
  side: 'encoder' | 'decoder',
  positions: Tensor,
): Tensor {
  const { maxLength, dModel } = config;
  const table =
    config.positions === 'learned'
      ? parameter(parameters, `${side}.positions`)
      : tf.tensor2d(sinusoidalPositions(maxLength, dModel), [maxLength, dModel]);
  return tf.gather(table, tf.reshape<tf.Rank.R1>(positions, [positions.size]));
}

/** tokens: [rows, length] → [rows · length, dModel] */
function embed(
  config: ModelConfig,
  parameters: Parameters,
  side: 'encoder' | 'decoder',
  tokens: Tensor,
  positions: Tensor,
): Tensor {
  const [rows = 1, length = 1] = tokens.shape;
  const ids = tf.reshape<tf.Rank.R1>(tokens, [rows * length]);
  const embedded = tf.gather(parameter(parameters, `${side}.embedding`), ids);
  const scaled = config.scaleEmbedding ? tf.mul(embedded, Math.sqrt(config.dModel)) : embedded;
  const placed = tf.add(tf.reshape(scaled, [rows, length, config.dModel]), positions);
  return tf.reshape(placed, [rows * length, config.dModel]);
}

/**
 * The residual connection around a function: post-norm, norm(x + f(x)) (Vaswani et al. 2017 §3.1), or
 * pre-norm, x + f(norm(x)) (Xiong et al. 2020 §3).
 */
function sublayer(
  config: ModelConfig,
  parameters: Parameters,
  dropout: Dropout,
  x: Tensor,
  name: string,
  compute: (x: Tensor, name: string) => Tensor,
): Tensor {
  const norm = (x: Tensor) => layerNorm(x, parameters, `${name}Norm`, config.normEpsilon);
  if (config.normPlacement === 'pre') return tf.add(x, dropout(compute(norm(x), name), name));
  return norm(tf.add(x, dropout(compute(x, name), name)));
}

function feedForward(
  config: ModelConfig,
  parameters: Parameters,
  dropout: Dropout,
  x: Tensor,
  layer: string,
): Tensor {
  const activate = config.activation === 'relu' ? tf.relu : gelu;
  return sublayer(config, parameters, dropout, x, `${layer}.feedForward`, (x, name) =>
    dense(activate(dense(x, parameters, `${name}.inner`)), parameters, `${name}.outer`),
  );
}

/** Pre-norm leaves the residual stream unnormalized, so each stack ends with a norm. */
function finalNorm(
  config: ModelConfig,
  parameters: Parameters,
  x: Tensor,
  side: 'encoder' | 'decoder',
): Tensor {
  if (config.normPlacement === 'post') return x;
  return layerNorm(x, parameters, `${side}.finalNorm`, config.normEpsilon);
}

/** [rows, dModel] → logits [rows, targetVocab] */
function generate(config: ModelConfig, parameters: Parameters, x: Tensor): Tensor {
  if (!config.tieEmbeddings) return dense(x, parameters, 'generator');
  const product = tf.matMul(x, parameter(parameters, 'decoder.embedding'), false, true);
  return tf.add(product, parameter(parameters, 'generator.bias'));
}
