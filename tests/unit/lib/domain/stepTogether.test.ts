import { describe, expect, it } from 'vitest';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import { type SteppingRun, stepTogether } from '@/lib/domain/stepTogether';

const run = (settings: Settings, seed = 1, checkpointStep = 0): SteppingRun => ({
  config: resolveConfig(settings),
  seed,
  checkpointStep,
});

describe('runs step together', () => {
  it.each<[string, Settings]>([
    ['dropout', { dropout: 0.3 }],
    ['learning rate', { learningRate: 0.003 }],
    ['schedule and warm-up', { schedule: 'cosine', warmupSteps: 0 }],
    ['initializer', { initializer: 'normal-0.02' }],
    ['source END', { sourceEndToken: false }],
    ['epochs', { epochs: 3 }],
    ['what is evaluated', { evaluationsPerEpoch: 4, evaluationPairs: 50, bleuSentences: 20, beamWidth: 4 }],
  ])('where they differ in seed and %s', (_, settings) => {
    expect(stepTogether(run({}), run(settings, 2))).toBe(true);
    expect(stepTogether(run(settings, 2), run({}))).toBe(true);
  });

  it.each<[string, Settings]>([
    ['width', { dModel: 128 }],
    ['heads', { heads: 4 }],
    ['layers', { layers: 2 }],
    ['positions', { positions: 'sinusoidal' }],
    ['label smoothing', { labelSmoothing: 0.1 }],
    ['weight decay', { weightDecay: 0.1 }],
    ['batch', { batchTokens: 512 }],
    ['training pairs', { trainSize: 300 }],
    ['tokens', { targetTokenizer: 'words' }],
    ['order of batch shapes', { batchShapes: 'by-seed' }],
  ])('but not where they differ in %s', (_, settings) => {
    expect(stepTogether(run({}), run(settings))).toBe(false);
  });

  it('with the same seed and source END alone where batches have an order by seed', () => {
    const own: Settings = { batchShapes: 'by-seed' };
    expect(stepTogether(run(own), run({ ...own, dropout: 0.3 }))).toBe(true);
    expect(stepTogether(run(own), run(own, 2))).toBe(false);
    expect(stepTogether(run(own), run({ ...own, sourceEndToken: false }))).toBe(false);
  });

  it('from the same step', () => {
    expect(stepTogether(run({}, 1, 40), run({}, 2, 40))).toBe(true);
    expect(stepTogether(run({}, 1, 40), run({}, 2, 0))).toBe(false);
  });
});
