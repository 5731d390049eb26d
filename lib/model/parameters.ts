import type { ModelConfig } from './config';

/** kernels and embeddings are drawn at random; scales start at one and biases at zero. */
export type ParameterKind = 'kernel' | 'embedding' | 'scale' | 'bias';

export interface ParameterSpec {
  /** layer.part, for example encoder.0.selfAttention.query.kernel */
  readonly name: string;
  /** Kernels are [in, out]. */
  readonly shape: readonly number[];
  readonly kind: ParameterKind;
}

/** Every trained tensor of a model, in a fixed order, known from its config alone. */
export function parametersOf(config: ModelConfig): ParameterSpec[] {
  const { dModel, sourceVocab, targetVocab, maxLength } = config;
  const layers = Math.max(config.encoderLayers, config.decoderLayers);
  return [
    embedding('encoder.embedding', sourceVocab, dModel),
    embedding('decoder.embedding', targetVocab, dModel),
    ...(config.positions === 'learned'
      ? [embedding('encoder.positions', maxLength, dModel), embedding('decoder.positions', maxLength, dModel)]
      : []),
    ...Array.from({ length: layers }, (_, layer) => [
      ...(layer < config.encoderLayers ? encoderLayer(`encoder.${layer}`, config) : []),
      ...(layer < config.decoderLayers ? decoderLayer(`decoder.${layer}`, config) : []),
    ]).flat(),
    ...(config.normPlacement === 'pre'
      ? [...norm('encoder.finalNorm', dModel), ...norm('decoder.finalNorm', dModel)]
      : []),
    ...(config.tieEmbeddings ? [] : [kernel('generator', dModel, targetVocab)]),
    bias('generator', targetVocab),
  ];
}

/** Trained numbers of a model. A tied embedding counts once. */
export function countParameters(config: ModelConfig): number {
  return parametersOf(config).reduce((total, { shape }) => total + elementsOf(shape), 0);
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function encoderLayer(layer: string, config: ModelConfig): ParameterSpec[] {
  return [
    ...attention(`${layer}.selfAttention`, config),
    ...norm(`${layer}.selfAttentionNorm`, config.dModel),
    ...feedForward(layer, config),
  ];
}

function decoderLayer(layer: string, config: ModelConfig): ParameterSpec[] {
  return [
    ...attention(`${layer}.selfAttention`, config),
    ...norm(`${layer}.selfAttentionNorm`, config.dModel),
    ...attention(`${layer}.crossAttention`, config),
    ...norm(`${layer}.crossAttentionNorm`, config.dModel),
    ...feedForward(layer, config),
  ];
}

function attention(name: string, { dModel }: ModelConfig): ParameterSpec[] {
  return ['query', 'key', 'value', 'output'].flatMap((part) => dense(`${name}.${part}`, dModel, dModel));
}

function feedForward(layer: string, { dModel, dFf }: ModelConfig): ParameterSpec[] {
  return [
    ...dense(`${layer}.feedForward.inner`, dModel, dFf),
    ...dense(`${layer}.feedForward.outer`, dFf, dModel),
    ...norm(`${layer}.feedForwardNorm`, dModel),
  ];
}

function dense(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [kernel(name, inputs, outputs), bias(name, outputs)];
}

function norm(name: string, size: number): ParameterSpec[] {
  return [{ name: `${name}.scale`, shape: [size], kind: 'scale' }, bias(name, size)];
}

function kernel(name: string, inputs: number, outputs: number): ParameterSpec {
  return { name: `${name}.kernel`, shape: [inputs, outputs], kind: 'kernel' };
}

function bias(name: string, size: number): ParameterSpec {
  return { name: `${name}.bias`, shape: [size], kind: 'bias' };
}

function embedding(name: string, rows: number, columns: number): ParameterSpec {
  return { name, shape: [rows, columns], kind: 'embedding' };
}
