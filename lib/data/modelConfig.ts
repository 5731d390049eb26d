import type { RunConfig } from '@/lib/domain/config';
import type { ModelConfig } from '@/lib/model/config';

/** As in the Annotated Transformer (Rush 2018); Vaswani et al. 2017 do not state theirs. */
const normEpsilon = 1e-6;

/**
 * The part of a run's configuration that the model sees, with vocabulary sizes as measured (see
 * measureVocabularies). maxLength counts END on both sides, so it is the longest sequence that the model meets.
 */
export function modelConfigOf(
  config: RunConfig,
  vocabulary: { source: number; target: number },
): ModelConfig {
  return {
    dModel: config.dModel,
    heads: config.heads,
    encoderLayers: config.encoderLayers,
    decoderLayers: config.decoderLayers,
    dFf: config.dFf === 0 ? 4 * config.dModel : config.dFf,
    dropout: config.dropout,
    positions: config.positions,
    normPlacement: config.normPlacement,
    activation: config.activation,
    scaleEmbedding: config.scaleEmbedding,
    tieEmbeddings: config.tieEmbeddings,
    labelSmoothing: config.labelSmoothing,
    normEpsilon,
    initializer: config.initializer,
    sourceVocab: vocabulary.source,
    targetVocab: vocabulary.target,
    maxLength: config.maxLength,
  };
}
