/**
 * source: [rows, sourceLength], padded with 0.
 * target: [rows, targetLength + 1], start … end, padded with 0; the decoder reads all but the last column and
 * predicts all but the first.
 */
export interface TokenBatch {
  source: Int32Array;
  target: Int32Array;
  rows: number;
  sourceLength: number;
  targetLength: number;
}

/** Names the executable of a program for a batch's shape. */
export function shapeKey(program: string, { rows, sourceLength, targetLength }: TokenBatch): string {
  return `${program} ${rows} x ${sourceLength} + ${targetLength}`;
}
