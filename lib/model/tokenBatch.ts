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
 * A batch as its programs are fed: source and target, and, where not every target position is predicted, `predicted`:
 * the places of the real ones in [rows · targetLength], then of as many others as fill it. No place comes twice.
 */
export function batchFeeds(batch: TokenBatch): Record<string, TensorValues> {
  const { source, target, targetLength } = batch;
  if (!selectsTargets(batch)) return { source, target };
  const predicted = new Int32Array(targetsOf(batch));
  let filled = 0;
  const others: number[] = [];
  for (let at = 0; at < target.length; at += 1) {
    const column = at % (targetLength + 1);
    if (column === 0) continue;
    const place = Math.floor(at / (targetLength + 1)) * targetLength + column - 1;
    if (target[at] === padId) others.push(place);
    else {
      predicted[filled] = place;
      filled += 1;
    }
  }
  predicted.set(others.slice(0, predicted.length - filled), filled);
  return { source, target, predicted };
}
