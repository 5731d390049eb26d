import { describe, expect, it } from 'vitest';
import { generatePhrasebook } from '@/lib/data/phrasebook/generate';
import { resolveConfig } from '@/lib/domain/config';
import { trainRun } from '@/lib/train/trainRun';

/** The question the project began with: on too few sentences, the model remembers instead of learning. */
describe('a run on 300 training pairs', () => {
  it('has a test loss that falls and then rises while the training loss keeps falling', async () => {
    // sweeps/presets/overfitting.yaml at 300 pairs, evaluated on a smaller sample to keep the test short.
    const config = resolveConfig({
      dModel: 64,
      heads: 4,
      layers: 1,
      dFf: 256,
      epochs: 40,
      learningRate: 0.002,
      batchTokens: 512,
      trainSize: 300,
      evaluationsPerEpoch: 1,
      evaluationPairs: 200,
      bleuSentences: 10,
    });
    const train: number[] = [];
    const test: number[] = [];
    await trainRun({
      pairs: generatePhrasebook().pairs,
      config,
      split: { seed: 1, validation: 0.05, test: 0.05 },
      objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
      targetLanguage: 'zh',
      corpusFingerprint: '',
      seed: 1,
      threads: 1,
      engine: 'onnx-cpu',
      environment: {},
      now: () => performance.now(),
      reporter: {
        points: (_step, values) => {
          if (values['train/loss'] !== undefined) train.push(values['train/loss']);
          if (values['test/loss'] !== undefined) test.push(values['test/loss']);
        },
        sample: () => {},
        log: () => {},
        testSet: () => {},
        hypotheses: () => {},
        finalScores: () => {},
        artifact: () => {},
        progress: () => {},
        facts: () => {},
        checkpoint: () => undefined,
        model: () => undefined,
        testing: () => undefined,
        shouldStop: () => false,
        shouldHandBack: () => false,
      },
    });
    const lowest = Math.min(...test);
    const best = test.indexOf(lowest);
    const [untrained = 0] = test;
    expect(test).toHaveLength(41);
    expect(lowest, 'test loss falls to less than half of what it was').toBeLessThan(untrained / 2);
    expect(best, 'its lowest point is well before the end').toBeLessThan(35);
    expect(test.at(-1), 'and it has risen since by more than its own jitter').toBeGreaterThan(lowest + 0.1);
    expect(train.at(-1), 'while the training loss went on falling').toBeLessThan((train[best] ?? 0) / 2);
  }, 120_000);
});
