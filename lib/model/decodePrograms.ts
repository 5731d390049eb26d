import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, Program, Signature } from '@/lib/engine/engine';
import { attend, cacheScores, type HeadShape, hidden, keysAndValues } from './attention';
import type { ModelConfig } from './config';
import {
  type CacheShape,
  type CrossShape,
  cacheName,
  cacheSignature,
  crossName,
  everyPart,
  maskName,
} from './decodeState';
import { parameter } from './layers';
import { modelParameters } from './parameterInputs';
import type { ShapedProgram } from './programs';
import { crossKeysAndValues, decoderStack, encode, noDropout, positionRows } from './transformer';

type Inputs = Readonly<Record<string, Tensor>>;
type Memory = Engine['memory'];

/** `width` rows a sentence: one hypothesis each. */
export interface DecodeShape {
  readonly groups: number;
  readonly width: number;
  /** Source positions that are kept, see crossLength. */
  readonly sourceLength: number;
  readonly capacity: number;
}

export const crossOf = ({ groups, sourceLength }: DecodeShape): CrossShape => ({ groups, sourceLength });
export const cacheOf = ({ groups, width, capacity }: DecodeShape): CacheShape => ({
  rows: groups * width,
  capacity,
});

/**
 * Decoding, once a sentence: the encoder, and the keys and values of every cross-attention, padded to sourceLength.
 * source: int32 [groups, encoded]. The cache of targets is emptied, so that nothing of an earlier chunk is read, not even
 * as 0 · NaN.
 */
export function encodeProgram(config: ModelConfig, shape: DecodeShape, encoded: number): ShapedProgram {
  const cross = crossOf(shape);
  const { groups, sourceLength } = cross;
  const program: Program = (inputs) => {
    const parameters = modelParameters(config, inputs);
    const memory = encode(config, parameters, parameter(inputs, 'source'), noDropout);
    const layers = crossKeysAndValues(config, parameters, memory);
    const empty = Object.entries(cacheSignature(config, cacheOf(shape)));
    return {
      [maskName(cross)]: lengthened(memory.mask, 3, sourceLength, hidden),
      ...everyPart(
        config,
        (layer, part) => crossName(cross, layer, part),
        (layer, part) => lengthened(parameter({ ...layers[layer] }, part), 2, sourceLength),
      ),
      ...Object.fromEntries(empty.map(([name, { shape }]) => [name, tf.fill([...shape], 0)])),
    };
  };
  return { program, signature: { source: { shape: [groups, encoded], type: 'int32' } } };
}

/** Greedy decoding, once a token: from each row's token at one position to its most probable next, int32 [rows]. */
export function greedyStepProgram(config: ModelConfig, shape: DecodeShape, memory: Memory): ShapedProgram {
  const program: Program = (inputs) => {
    const { logits, cache } = decodePosition(config, shape, memory, inputs, (kept) => kept);
    // On the CPU twice as fast as argMax.
    return { next: tf.reshape(tf.topk(logits, 1).indices, [logits.shape[0] ?? 1]), ...cache };
  };
  return { program, signature: stepSignature(shape) };
}

/**
 * Beam search, once a token. Fed beside the tokens: for each row the row that its hypothesis continues (parents, whose
 * keys and values it takes over), and the log-probability of the hypothesis so far (scores).
 *
 * For each row come back the ids of its `choices` most probable next tokens, int32 [rows, choices], and for each sentence
 * the `width` best continuations of all its rows, best first: their log-probabilities (scores) and where their tokens
 * are among the sentence's width · choices ids (picks), [groups, width] each. Of equal ones, the earlier row's and then
 * the lower id comes first.
 */
export function beamStepProgram(config: ModelConfig, shape: DecodeShape, memory: Memory): ShapedProgram {
  const { groups, width } = shape;
  const rows = groups * width;
  const choices = choicesOf(config, width);
  const program: Program = (inputs) => {
    const parents = tf.reshape<tf.Rank.R1>(parameter(inputs, 'parents'), [rows]);
    const { logits, cache } = decodePosition(config, shape, memory, inputs, (kept) =>
      tf.gather(kept, parents),
    );
    const likely = tf.topk(logits, choices);
    const sofar = tf.reshape(parameter(inputs, 'scores'), [rows, 1]);
    const total = tf.add(logProbabilities(likely.values, logits), sofar);
    const best = tf.topk(tf.reshape(total, [groups, width * choices]), width);
    return { ids: likely.indices, picks: best.indices, scores: best.values, ...cache };
  };
  const signature: Signature = {
    ...stepSignature(shape),
    parents: { shape: [rows], type: 'int32' },
    scores: { shape: [rows], type: 'float32' },
  };
  return { program, signature };
}

/** Of the largest logits of each row, largest first, [rows, choices], among all of them, [rows, targetVocab]. */
function logProbabilities(largest: Tensor, logits: Tensor): Tensor {
  // Softmax does not change when a constant is subtracted, and with this one its exponentials do not overflow.
  const highest = tf.slice(largest, [0, 0], [-1, 1]);
  const sum = tf.sum(tf.exp(tf.sub(logits, highest)), 1, true);
  return tf.sub(tf.sub(largest, highest), tf.log(sum));
}

/** No sentence can take more than `width` continuations of one row. */
export function choicesOf({ targetVocab }: ModelConfig, width: number): number {
  return Math.min(width, targetVocab);
}

/**
 * Some sentences into states of fewer sentences, of more positions or both.
 * groups: int32 [to.groups], and rows: int32 [to.groups · width], which group and row of `from` each one continues.
 */
export function moveProgram(config: ModelConfig, from: DecodeShape, to: DecodeShape): ShapedProgram {
  const [crossFrom, crossTo, cacheFrom, cacheTo] = [crossOf(from), crossOf(to), cacheOf(from), cacheOf(to)];
  const program: Program = (inputs) => {
    const rows = tf.reshape<tf.Rank.R1>(parameter(inputs, 'rows'), [cacheTo.rows]);
    const groups = tf.reshape<tf.Rank.R1>(parameter(inputs, 'groups'), [to.groups]);
    const taken = (name: string) => tf.gather(parameter(inputs, name), groups);
    return {
      [maskName(crossTo)]: taken(maskName(crossFrom)),
      ...everyPart(
        config,
        (layer, part) => crossName(crossTo, layer, part),
        (layer, part) => taken(crossName(crossFrom, layer, part)),
      ),
      ...everyPart(
        config,
        (layer, part) => cacheName(cacheTo, layer, part),
        (layer, part) =>
          lengthened(tf.gather(parameter(inputs, cacheName(cacheFrom, layer, part)), rows), 2, to.capacity),
      ),
    };
  };
  const signature: Signature = {
    groups: { shape: [to.groups], type: 'int32' },
    rows: { shape: [cacheTo.rows], type: 'int32' },
  };
  return { program, signature };
}

function stepSignature({ groups, width }: DecodeShape): Signature {
  return {
    tokens: { shape: [groups * width, 1], type: 'int32' },
    position: { shape: [], type: 'int32' },
  };
}

/**
 * The decoder at one position of every row: logits [rows, targetVocab], and the cache with this position's keys and
 * values, which is both what attention looks at and what is kept for the next position.
 *
 * @param arrange puts the rows of a cached tensor in the order of this step's rows
 */
function decodePosition(
  config: ModelConfig,
  shape: DecodeShape,
  memory: Memory,
  inputs: Inputs,
  arrange: (kept: Tensor) => Tensor,
): { logits: Tensor; cache: Record<string, Tensor> } {
  const { groups, width } = shape;
  const [cross, kept] = [crossOf(shape), cacheOf(shape)];
  const own: HeadShape = { rows: kept.rows, heads: config.heads, dModel: config.dModel };
  const parameters = modelParameters(config, inputs);
  const position = parameter(inputs, 'position');
  const seenPositions = cacheScores(position, kept.capacity);
  const place = placing(config, kept, position, memory);
  const cache: Record<string, Tensor> = {};
  const positions = positionRows(config, parameters, 'decoder', position);
  const logits = decoderStack(config, parameters, parameter(inputs, 'tokens'), positions, noDropout, {
    selfAttention: (x, name, layer) => {
      const fresh = keysAndValues(x, 1, parameters, name, own);
      const [keysName, valuesName] = [cacheName(kept, layer, 'keys'), cacheName(kept, layer, 'values')];
      const keys = place(arrange(parameter(inputs, keysName)), fresh.keys);
      const values = place(arrange(parameter(inputs, valuesName)), fresh.values);
      cache[keysName] = keys;
      cache[valuesName] = values;
      return attend(x, 1, { keys, values }, seenPositions, parameters, name, own);
    },
    crossAttention: (x, name, layer) => {
      const keys = parameter(inputs, crossName(cross, layer, 'keys'));
      const values = parameter(inputs, crossName(cross, layer, 'values'));
      // The hypotheses of a sentence are so many queries of one source: its keys and values are there once.
      const mask = parameter(inputs, maskName(cross));
      return attend(x, width, { keys, values }, mask, parameters, name, { ...own, rows: groups });
    },
  });
  return { logits, cache };
}

/**
 * Puts one position's keys or values [rows, heads, 1, dHead] in their place in [rows, heads, capacity, dHead].
 *
 * In host memory as a scatter, which copies the cache at the speed of memory (0.13 ms for 64 × 8 × 40 × 32 against
 * 0.8 ms for a choice by element, of a step of 6 ms); on a device as a choice by element, because the indices of a
 * scatter would be computed in host memory and sent there.
 */
function placing(
  { heads, dModel }: ModelConfig,
  { rows, capacity }: CacheShape,
  position: Tensor,
  memory: Memory,
): (cache: Tensor, own: Tensor) => Tensor {
  if (memory === 'device') {
    const here = tf.reshape(tf.equal(tf.range(0, capacity, 1, 'int32'), position), [1, 1, capacity, 1]);
    return (cache, own) => tf.where(here, own, cache);
  }
  const count = rows * heads;
  const places = Array.from({ length: count }, (_, at) => [Math.floor(at / heads), at % heads]);
  const column = tf.tile(tf.reshape(position, [1, 1]), [count, 1]);
  const indices = tf.concat([tf.tensor2d(places.flat(), [count, 2], 'int32'), column], 1);
  return (cache, own) => tf.tensorScatterUpdate(cache, indices, tf.reshape(own, [count, dModel / heads]));
}

/** x [a, b, c, d] with one axis of this length, filled after its own positions. */
function lengthened(x: Tensor, axis: number, length: number, fill = 0): Tensor {
  const missing = length - (x.shape[axis] ?? length);
  if (missing === 0) return x;
  return tf.pad(
    x,
    x.shape.map((_, at): [number, number] => [0, at === axis ? missing : 0]),
    fill,
  );
}
