import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Program, TensorSpec } from '@/lib/engine/engine';
import { attend, cacheScores, type HeadShape, type KeysAndValues, keysAndValues } from './attention';
import type { ModelConfig } from './config';
import { parameter } from './layers';
import { modelParameters } from './parameterInputs';
import type { ShapedProgram } from './programs';
import { crossKeysAndValues, decoderStack, encode, noDropout, positionRows } from './transformer';

export interface DecodeShape {
  readonly rows: number;
  readonly sourceLength: number;
  /** Earlier positions that the cache can hold. */
  readonly capacity: number;
}

/** A decoder layer's keys or values of earlier positions (input), and of this position (output). */
export const cacheName = (layer: number, part: keyof KeysAndValues) => `cache/${layer}/${part}`;
export const freshName = (layer: number, part: keyof KeysAndValues) => `fresh/${layer}/${part}`;
export const crossName = (layer: number, part: keyof KeysAndValues) => `cross/${layer}/${part}`;

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
  return { program, signature: { source } };
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
