import { endId, type ModelConfig, startId } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import type { TokenBatch, TrainingState } from '@/lib/model/session';

export const model: ModelConfig = {
  dModel: 8,
  heads: 2,
  encoderLayers: 1,
  decoderLayers: 1,
  dFf: 16,
  dropout: 0.1,
  positions: 'learned',
  normPlacement: 'pre',
  activation: 'gelu',
  scaleEmbedding: true,
  tieEmbeddings: true,
  labelSmoothing: 0.1,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 12,
  targetVocab: 11,
  maxLength: 10,
};

export const optimizer: OptimizerConfig = {
  kind: 'adamw',
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-9,
  weightDecay: 0.01,
  clipNorm: 1,
};

/** @param offset another one, other tokens */
export function batchOf(rows: number, sourceLength: number, targets?: number, offset = 0): TokenBatch {
  const targetLength = sourceLength + 1;
  const source = new Int32Array(rows * sourceLength);
  const target = new Int32Array(rows * (targetLength + 1));
  for (let row = 0; row < rows; row += 1) {
    const ids = Array.from(
      { length: sourceLength - (row % 2) },
      (_, at) => 4 + ((row * 3 + at * 5 + offset) % 7),
    );
    source.set(ids, row * sourceLength);
    target.set([startId, ...ids, endId], row * (targetLength + 1));
  }
  return { source, target, rows, sourceLength, targetLength, ...(targets === undefined ? {} : { targets }) };
}

/** Of two states' numbers; those that are NaN in both do not differ. */
export function largestDifference(expected: TrainingState, actual: TrainingState): number {
  let largest = 0;
  for (const [name, { values }] of Object.entries(actual.tensors)) {
    for (const [at, value] of values.entries()) {
      const other = expected.tensors[name]?.values[at] ?? Number.POSITIVE_INFINITY;
      if (Number.isNaN(value) && Number.isNaN(other)) continue;
      const difference = Math.abs(value - other);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}
