import type { EngineId } from '@/lib/engine/engine';
import { endId, type ModelConfig, startId } from '@/lib/model/config';
import type { OptimizerConfig } from '@/lib/model/optimizer';
import { createModelSession, type ModelSession, type TokenBatch } from '@/lib/model/session';
import type { BatchShape } from '@/lib/model/tokenBatch';

/** Adam as Vaswani et al. 2017 §5.3 set it, gradients clipped at 1. */
export const benchOptimizer: OptimizerConfig = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-9,
  weightDecay: 0,
  clipNorm: 1,
};

/** The study's model: d_ff is 4 × d_model, 8 heads, as many encoder as decoder layers, vocabularies of the Tatoeba pairs. */
export function studyModel(dModel: number, layers: number): ModelConfig {
  return {
    dModel,
    heads: 8,
    encoderLayers: layers,
    decoderLayers: layers,
    dFf: 4 * dModel,
    dropout: 0.1,
    positions: 'learned',
    normPlacement: 'post',
    activation: 'relu',
    scaleEmbedding: true,
    tieEmbeddings: false,
    labelSmoothing: 0,
    normEpsilon: 1e-6,
    initializer: 'glorot-uniform',
    sourceVocab: 1073,
    targetVocab: 6000,
    maxLength: 40,
  };
}

export function openBenchSession(
  model: ModelConfig,
  threads: number,
  engine: EngineId,
  stepsInFlight = 1,
): Promise<ModelSession> {
  return createModelSession({ model, optimizer: benchOptimizer, seed: 1, threads, engine, stepsInFlight });
}

/** No padding, and ids that differ from row to row, so that every embedding's gradient is a real sum. */
export function fullBatch(
  { sourceVocab, targetVocab }: Pick<ModelConfig, 'sourceVocab' | 'targetVocab'>,
  { rows, sourceLength, targetLength }: BatchShape,
): TokenBatch {
  const firstId = endId + 2;
  const source = Int32Array.from(
    { length: rows * sourceLength },
    (_, i) => firstId + ((i * 7) % (sourceVocab - firstId)),
  );
  const target = Int32Array.from({ length: rows * (targetLength + 1) }, (_, i) =>
    i % (targetLength + 1) === 0 ? startId : firstId + ((i * 5) % (targetVocab - firstId)),
  );
  return { source, target, rows, sourceLength, targetLength };
}
