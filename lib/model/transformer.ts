import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  type AttentionObserver,
  attend,
  causalScores,
  type HeadShape,
  type KeysAndValues,
  keysAndValues,
  paddingScores,
} from './attention';
import { type ModelConfig, padId } from './config';
import { generatorOf, project } from './generator';
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

/**
 * The encoder.
 *
 * @param source int32 [rows, length], 0 is padding
 * @param embedded the embedding's rows of the source, [rows · length, dModel]; default: looked up here
 * @param observe see attend
 */
export function encode(
  config: ModelConfig,
  parameters: Parameters,
  source: Tensor,
  dropout: Dropout,
  embedded = embeddingRows(parameters, 'encoder', source),
  observe?: AttentionObserver,
): Memory {
  const [rows = 1, length = 1] = source.shape;
  const shape: HeadShape = { rows, heads: config.heads, dModel: config.dModel };
  const mask = paddingScores(tf.equal(source, tf.scalar(padId, 'int32')));
  const positions = firstPositions(config, parameters, 'encoder', length);
  let x = dropout(place(config, embedded, rows, positions), 'encoder.embedding');
  for (let index = 0; index < config.encoderLayers; index += 1) {
    const layer = `encoder.${index}`;
    x = sublayer(config, parameters, dropout, x, `${layer}.selfAttention`, (x, name) => {
      const seen = keysAndValues(x, length, parameters, name, shape);
      return attend(x, length, seen, mask, parameters, name, shape, observe);
    });
    x = feedForward(config, parameters, dropout, x, layer);
  }
  return { memory: finalNorm(config, parameters, x, 'encoder'), length, mask };
}

/**
 * The decoder with every target known.
 *
 * @param targetIn int32 [rows, length]
 * @param embedded as in encode
 * @param observe see attend
 * @returns its states, [rows · length, dModel]
 */
export function decode(
  config: ModelConfig,
  parameters: Parameters,
  targetIn: Tensor,
  memory: Memory,
  dropout: Dropout,
  embedded = embeddingRows(parameters, 'decoder', targetIn),
  observe?: AttentionObserver,
): Tensor {
  const [rows = 1, length = 1] = targetIn.shape;
  const shape: HeadShape = { rows, heads: config.heads, dModel: config.dModel };
  const positions = firstPositions(config, parameters, 'decoder', length);
  const causal = causalScores(length);
  const x = dropout(place(config, embedded, rows, positions), 'decoder.embedding');
  return decoderLayers(config, parameters, x, dropout, {
    selfAttention: (x, name) => {
      const seen = keysAndValues(x, length, parameters, name, shape);
      return attend(x, length, seen, causal, parameters, name, shape, observe);
    },
    crossAttention: (x, name) => {
      const seen = keysAndValues(memory.memory, memory.length, parameters, name, shape);
      return attend(x, length, seen, memory.mask, parameters, name, shape, observe);
    },
  });
}

/** One sublayer's function of its (normalized, where pre-norm) input, given its parameters' name and its layer. */
type Attention = (x: Tensor, name: string, layer: number) => Tensor;

interface Attentions {
  readonly selfAttention: Attention;
  readonly crossAttention: Attention;
}

/** The decoder from tokens [rows, length] to logits [rows · length, targetVocab], for decoding with a cache. */
export function decoderStack(
  config: ModelConfig,
  parameters: Parameters,
  tokens: Tensor,
  positions: Tensor,
  dropout: Dropout,
  attentions: Attentions,
): Tensor {
  const x = place(config, embeddingRows(parameters, 'decoder', tokens), tokens.shape[0] ?? 1, positions);
  const states = decoderLayers(config, parameters, dropout(x, 'decoder.embedding'), dropout, attentions);
  return project(states, generatorOf(config, parameters));
}

/** The decoder's layers, whatever its attentions look at: all target positions at once, or a cache of earlier ones. */
function decoderLayers(
  config: ModelConfig,
  parameters: Parameters,
  embedded: Tensor,
  dropout: Dropout,
  attentions: Attentions,
): Tensor {
  let x = embedded;
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
  return finalNorm(config, parameters, x, 'decoder');
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
  side: Side,
  positions: Tensor,
): Tensor {
  const table =
    config.positions === 'learned'
      ? parameter(parameters, `${side}.positions`)
      : tf.tensor2d(sinusoidalPositions(config.maxLength, config.dModel), [config.maxLength, config.dModel]);
  return tf.gather(table, tf.reshape<tf.Rank.R1>(positions, [positions.size]));
}

/** Positions 0 … length − 1: [length, dModel]. A slice, because its derivative costs less than a lookup's. */
function firstPositions(config: ModelConfig, parameters: Parameters, side: Side, length: number): Tensor {
  const { dModel } = config;
  if (config.positions === 'learned') {
    return tf.slice(parameter(parameters, `${side}.positions`), [0, 0], [length, dModel]);
  }
  return tf.tensor2d(sinusoidalPositions(length, dModel), [length, dModel]);
}

export type Side = 'encoder' | 'decoder';

/** tokens: int32 [rows, length] → the embedding's row of each, [rows · length, dModel] */
export function embeddingRows(parameters: Parameters, side: Side, tokens: Tensor): Tensor {
  return tf.gather(parameter(parameters, `${side}.embedding`), tf.reshape<tf.Rank.R1>(tokens, [tokens.size]));
}

/** Scales embeddings [rows · length, dModel] and adds the positions [length, dModel]. */
function place(config: ModelConfig, embedded: Tensor, rows: number, positions: Tensor): Tensor {
  const { dModel } = config;
  const scaled = config.scaleEmbedding ? tf.mul(embedded, Math.sqrt(dModel)) : embedded;
  const length = embedded.size / dModel / rows;
  return tf.reshape(tf.add(tf.reshape(scaled, [rows, length, dModel]), positions), [rows * length, dModel]);
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
function finalNorm(config: ModelConfig, parameters: Parameters, x: Tensor, side: Side): Tensor {
  if (config.normPlacement === 'post') return x;
  return layerNorm(x, parameters, `${side}.finalNorm`, config.normEpsilon);
}
