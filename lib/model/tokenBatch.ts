import type { TensorValues } from '@/lib/engine/engine';
import { padId } from './config';

/** A program is compiled for each. */
export interface BatchShape {
  readonly rows: number;
  readonly sourceLength: number;
  readonly targetLength: number;
  /**
   * Target positions whose logits are computed: at least as many as are real, at most rows · targetLength, which is the
   * default. Fewer than that save work in the largest product of a step.
   */
  readonly targets?: number;
}

/**
 * source: [rows, sourceLength], padded with 0.
 * target: [rows, targetLength + 1], start … end, padded with 0; the decoder reads all but the last column and
 * predicts all but the first.
 */
export interface TokenBatch extends BatchShape {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

export function targetsOf({ rows, targetLength, targets = rows * targetLength }: BatchShape): number {
  return targets;
}

/** Names the executable of a program for a batch's shape. */
export function shapeKey(program: string, shape: BatchShape): string {
  const { rows, sourceLength, targetLength } = shape;
  return `${program} ${rows} x ${sourceLength} + ${targetLength}, ${targetsOf(shape)} targets`;
}

/** Whether the programs of a shape are told which target positions to go on with. */
export function selectsTargets(shape: BatchShape): boolean {
  return targetsOf(shape) < shape.rows * shape.targetLength;
}

/** Real labels of a batch: target tokens but for START. */
export function countTargets({ target, targetLength }: TokenBatch): number {
  let count = 0;
  for (let at = 0; at < target.length; at += 1) {
    if (target[at] !== padId && at % (targetLength + 1) > 0) count += 1;
  }
  return count;
}

/**
 * A batch as its programs are fed: source, what the decoder reads (all but the last target column) and the labels (all but
 * the first). Where not every target position is predicted, also `predicted`: the places of the real ones in
 * [rows · targetLength], then of as many others as fill it, and the labels are those at these places. No place comes
 * twice.
 *
 * Cut here and not in the programs: of token ids, which are in host memory anyway, ONNX Runtime would have a GPU's
 * program cut them there, and send the pieces.
 */
export function batchFeeds(batch: TokenBatch): Record<string, TensorValues> {
  const { source } = batch;
  const [decoderInput, labels] = [targetColumns(batch, 0), targetColumns(batch, 1)];
  if (!selectsTargets(batch)) return { source, decoderInput, labels };
  const predicted = predictedPlaces(labels, targetsOf(batch));
  return { source, decoderInput, labels: predicted.map((place) => labels[place] ?? padId), predicted };
}

/** targetLength columns of the target from the given one on: from 0, what the decoder reads; from 1, what it predicts. */
export function targetColumns({ target, rows, targetLength }: TokenBatch, from: 0 | 1): Int32Array {
  const columns = new Int32Array(rows * targetLength);
  for (let row = 0; row < rows; row += 1) {
    const start = row * (targetLength + 1) + from;
    columns.set(target.subarray(start, start + targetLength), row * targetLength);
  }
  return columns;
}

/** Places of the real labels, then of as many others as make `count`. */
function predictedPlaces(labels: Int32Array, count: number): Int32Array {
  const places = [...labels.keys()];
  const isReal = (place: number) => labels[place] !== padId;
  const ordered = [...places.filter(isReal), ...places.filter((place) => !isReal(place))];
  return Int32Array.from(ordered.slice(0, count));
}
