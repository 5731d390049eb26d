import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '@/lib/model/config';
import { countParameters, parametersOf } from '@/lib/model/parameters';
import { summarize } from '@/lib/model/summary';

const model: ModelConfig = {
  dModel: 512,
  heads: 8,
  encoderLayers: 6,
  decoderLayers: 6,
  dFf: 2048,
  dropout: 0.1,
  positions: 'sinusoidal',
  normPlacement: 'post',
  activation: 'relu',
  scaleEmbedding: true,
  tieEmbeddings: false,
  labelSmoothing: 0.1,
  normEpsilon: 1e-6,
  initializer: 'glorot-uniform',
  sourceVocab: 1000,
  targetVocab: 2000,
  maxLength: 64,
};

describe('countParameters', () => {
  it('counts the base model of Vaswani et al. 2017', () => {
    // An attention has 4·(512² + 512) = 1,050,624, a feed-forward 2·512·2048 + 2048 + 512 = 2,099,712, a norm 1,024.
    // Encoder layer: 3,152,384. Decoder layer: 4,204,032. (PyTorch's nn.TransformerEncoderLayer(512, 8) has the same.)
    const layers = 6 * (3_152_384 + 4_204_032);
    expect(countParameters(model)).toBe(layers + (1000 + 2000) * 512 + 512 * 2000 + 2000);
  });

  it('counts a tied embedding once, learned positions twice and final norms of pre-norm', () => {
    const count = countParameters(model);
    expect(countParameters({ ...model, tieEmbeddings: true })).toBe(count - 512 * 2000);
    expect(countParameters({ ...model, positions: 'learned' })).toBe(count + 2 * 64 * 512);
    expect(countParameters({ ...model, normPlacement: 'pre' })).toBe(count + 4 * 512);
  });
});

it('every parameter has a name of its own, also with layers of different number', () => {
  const names = parametersOf({ ...model, encoderLayers: 1, decoderLayers: 3 }).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain('encoder.1.selfAttention.query.kernel');
  expect(names).toContain('decoder.2.feedForward.outer.bias');
});

describe('summarize', () => {
  it('has one row a layer, whose counts add up', () => {
    const { rows, parameters } = summarize(model);
    expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(parameters);
    expect(parameters).toBe(countParameters(model));
    expect(rows[0]).toEqual({
      layer: 'encoder.embedding',
      outputShape: ['batch', 'source', 512],
      parameters: 512_000,
    });
    expect(rows.find(({ layer }) => layer === 'decoder.5.crossAttention')).toEqual({
      layer: 'decoder.5.crossAttention',
      outputShape: ['batch', 'target', 512],
      parameters: 1_050_624,
    });
    expect(rows.at(-1)).toEqual({
      layer: 'generator',
      outputShape: ['batch', 'target', 2000],
      parameters: 512 * 2000 + 2000,
    });
  });
});
