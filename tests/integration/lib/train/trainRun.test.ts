import { beforeAll, describe, expect, it } from 'vitest';
import { prepareDataset } from '@/lib/data/dataset';
import { loadTokenizer } from '@/lib/data/tokenizers/trainedTokenizer';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import { createModelSession } from '@/lib/model/session';
import { type TrainRunOptions, trainRun } from '@/lib/train/trainRun';
import { Recorder } from './recorder';
import { smallCorpus, smallSplit } from './smallCorpus';

const tiny: Settings = {
  dModel: 16,
  heads: 2,
  epochs: 2,
  batchTokens: 64,
  learningRate: 0.005,
  warmupSteps: 4,
  maxLength: 12,
};

async function trained(settings: Settings, recorder: Recorder, options: Partial<TrainRunOptions> = {}) {
  return trainRun({
    pairs: smallCorpus,
    config: resolveConfig(tiny, settings),
    split: smallSplit,
    objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
    targetLanguage: 'zh',
    corpusFingerprint: 'a'.repeat(64),
    seed: 1,
    threads: 1,
    engine: 'onnx-cpu',
    environment: { node: process.versions.node },
    reporter: recorder,
    now: () => performance.now(),
    ...options,
  });
}

const smallDataset = prepareDataset(smallCorpus, smallSplit, resolveConfig(tiny));

describe('a run of two epochs', () => {
  const recorder = new Recorder();
  let stepsPerEpoch = 0;

  beforeAll(async () => {
    expect(await trained({}, recorder)).toEqual({ outcome: 'finished' });
    stepsPerEpoch = (recorder.progressed.at(-1)?.totalSteps ?? 0) / 2;
  });

  it('measures loss and accuracy of the three splits at the same steps, from step 0 on', () => {
    const half = Math.round(stepsPerEpoch / 2);
    const expected = [0, half, stepsPerEpoch, stepsPerEpoch + half, 2 * stepsPerEpoch];
    for (const split of ['train', 'validation', 'test']) {
      expect(recorder.steps(`${split}/loss`)).toEqual(expected);
      expect(recorder.steps(`${split}/accuracy`)).toEqual(expected);
    }
  });

  it('scores translations of the three splits at the end of each epoch', () => {
    for (const metric of ['train/bleu', 'validation/bleu', 'test/bleu', 'test/chrf']) {
      expect(recorder.steps(metric)).toEqual([stepsPerEpoch, 2 * stepsPerEpoch]);
    }
  });

  it('shows the same sentences before training and after every epoch', () => {
    expect(recorder.samples.map(({ split, epoch, step }) => [split, epoch, step])).toEqual([
      ['train', 0, 0],
      ['test', 0, 0],
      ['train', 1, stepsPerEpoch],
      ['test', 1, stepsPerEpoch],
      ['train', 2, 2 * stepsPerEpoch],
      ['test', 2, 2 * stepsPerEpoch],
    ]);
    for (const split of ['train', 'test']) {
      const shown = recorder.samples
        .filter((sample) => sample.split === split)
        .map(({ items }) => items.map(({ source, references }) => ({ source, references })));
      expect(shown[1]).toEqual(shown[0]);
      expect(shown[2]).toEqual(shown[0]);
      expect(shown[0]?.length).toBe(split === 'train' ? 4 : 6);
    }
  });

  it('ends its progress at the last step of the last epoch', () => {
    const totalSteps = 2 * stepsPerEpoch;
    expect(recorder.progressed[0]).toEqual({ step: 0, totalSteps, epoch: 0, totalEpochs: 2 });
    expect(recorder.progressed.at(-1)).toEqual({
      step: totalSteps,
      totalSteps,
      epoch: 2,
      totalEpochs: 2,
    });
  });

  it('tells its facts once', () => {
    expect(recorder.allFacts).toHaveLength(1);
    const [facts] = recorder.allFacts;
    expect(facts?.data).toMatchObject({ trainPairs: 48, validationPairs: 6, testPairs: 6, tooLongPairs: 0 });
    // Every training pair's target tokens and its END.
    expect(facts?.data.targetTokensPerEpoch).toBe(
      smallDataset.pairs.train.reduce(
        (sum, { pair }) => sum + [...smallDataset.targetTokenizer.cut(pair.target)].length + 1,
        0,
      ),
    );
    expect(facts?.parameterCount).toBe(
      facts?.summary.reduce((sum, { parameterCount }) => sum + parameterCount, 0),
    );
    expect(facts?.bleuSignature).toContain('tok:zh');
    expect(facts?.environment).toMatchObject({
      engine: 'onnx-cpu',
      threads: '1',
      node: process.versions.node,
    });
  });
});

describe('the whole test split', () => {
  const recorder = new Recorder();
  const hypothesesAt = (moment: string) =>
    recorder.allHypotheses.filter((part) => part.moment === moment).flatMap(({ hypotheses }) => hypotheses);
  const scoresAt = (moment: string) => recorder.allScores.find((scores) => scores.moment === moment);
  const tested = recorder.testSets;

  // The wrong way round, so that the best step is an early one.
  const highestLoss = { metric: 'validation/loss', goal: 'maximize', report: 'test/bleu' } as const;
  beforeAll(() => trained({ epochs: 4, bleuSentences: 2 }, recorder, { objective: highestLoss }));

  it('is translated and scored once, at the best step and at the last', () => {
    const losses = recorder.curves.get('validation/loss') ?? [];
    const ends = new Set(recorder.steps('test/bleu'));
    const candidates = losses.filter(({ step }) => ends.has(step));
    const highest = Math.max(...candidates.map(({ value }) => value));
    const bestStep = candidates.find(({ value }) => value === highest)?.step;
    expect(recorder.allScores.map(({ moment }) => moment).sort()).toEqual(['best', 'last']);
    expect(scoresAt('best')?.step).toBe(bestStep);
    expect(scoresAt('last')?.step).toBe(recorder.progressed.at(-1)?.totalSteps);
    expect(bestStep).toBeLessThan(scoresAt('last')?.step ?? 0);
  });

  it('has a hypothesis for every sentence, not only for the sample', () => {
    expect(tested.flatMap(({ items }) => items)).toHaveLength(6);
    expect(hypothesesAt('best')).toHaveLength(6);
    expect(hypothesesAt('last')).toHaveLength(6);
    expect(recorder.allFacts[0]?.data.sampleHash).not.toBe(tested[0]?.testSet);
  });

  it('is scored with the parameters of the moment: its loss is that of the curve at that step', () => {
    // 6 test pairs are fewer than evaluationPairs, so that the curve is of the whole split too.
    for (const moment of ['best', 'last']) {
      const scores = scoresAt(moment);
      const onCurve = recorder.curves.get('test/loss')?.find(({ step }) => step === scores?.step)?.value;
      expect(scores?.scores['test/loss']?.value).toBeCloseTo(onCurve ?? 0, 5);
      expect(scores?.scores['test/perplexity']?.value).toBeCloseTo(Math.exp(onCurve ?? 0), 4);
    }
  });

  it('comes with the tokenizers that it was translated with, which load again', () => {
    const names = recorder.artifacts.map(({ name }) => name);
    expect(names).toEqual(['source-tokenizer', 'target-tokenizer']);
    const target = loadTokenizer(JSON.parse(recorder.artifacts[1]?.text ?? ''));
    expect(target.decode(target.encode('我喜欢茶。').ids)).toBe('我喜欢茶。');
    expect(target.vocabulary.size).toBe(recorder.allFacts[0]?.data.targetVocabulary);
  });

  it('has a signature beside every score', () => {
    for (const [metric, { signature }] of Object.entries(scoresAt('best')?.scores ?? {})) {
      expect(signature, metric).toMatch(/heldout:0\.1$/);
    }
    expect(scoresAt('best')?.scores['test/perplexity']?.signature).toMatch(/^unit:characters\|symbols:\d+/);
  });
});

it('gives the same curves bit for bit for the same seed, and others for another', async () => {
  const [first, second, other] = [new Recorder(), new Recorder(), new Recorder()];
  await trained({ dropout: 0.1 }, first);
  await trained({ dropout: 0.1 }, second);
  await trained({ dropout: 0.1 }, other, { seed: 2 });
  expect(second.reproducible()).toEqual(first.reproducible());
  expect(other.values('test/loss')).not.toEqual(first.values('test/loss'));
});

it('learns its training pairs by heart', async () => {
  const recorder = new Recorder();
  await trained({ epochs: 30, dModel: 32, dropout: 0, trainSize: 40 }, recorder);
  const losses = recorder.values('train/loss');
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses.at(-1)).toBeLessThan(0.2);
  expect(recorder.values('train/bleu').at(-1)).toBeGreaterThan(90);
  expect(
    recorder.samples.at(-2)?.items.every(({ hypothesis, references }) => references.includes(hypothesis)),
  ).toBe(true);
});

it('says so where the training split has fewer pairs than trainSize asks for', async () => {
  const recorder = new Recorder(1);
  await trained({ trainSize: 1_000_000 }, recorder);
  expect(recorder.logs).toContainEqual(expect.stringMatching(/^warn: trainSize asks for 1000000 pairs/));
});

it('stops after the step at which it is asked to', async () => {
  const recorder = new Recorder(3);
  expect(await trained({}, recorder)).toMatchObject({ outcome: 'stopped', decision: null });
  expect(Math.max(...recorder.steps('train/runningLoss'))).toBe(3);
  expect(recorder.allScores).toMatchObject([{ moment: 'last', step: 3 }]);
});

/** Sessions whose parameters turn NaN before a step: no hyperparameter in range makes a run diverge reliably. */
const divergingAt =
  (divergedStep: number): NonNullable<TrainRunOptions['createSession']> =>
  async (options) => {
    const session = await createModelSession(options);
    const queueStep = session.queueStep.bind(session);
    session.queueStep = async (batch, step, learningRate) => {
      if (step === divergedStep) {
        const parameters = Object.entries(await session.readParameters());
        await session.writeParameters(
          Object.fromEntries(parameters.map(([name, values]) => [name, values.map(() => Number.NaN)])),
        );
      }
      await queueStep(batch, step, learningRate);
    };
    return session;
  };

it('fails with the step and the value once the loss is not finite, and reports that point', async () => {
  const recorder = new Recorder();
  const failure = await trained({}, recorder, { createSession: divergingAt(5) }).catch((error) => error);
  expect(failure).toBeInstanceOf(HeldoutError);
  expect(failure).toMatchObject({ code: 'diverged', message: expect.stringMatching(/is NaN at step 5/) });
  expect(recorder.curves.get('train/runningLoss')?.at(-1)).toEqual({ step: 5, value: Number.NaN });
  expect(recorder.logs.at(-1)).toMatch(/^error: Training diverged/);
  // What was best before is kept, though the run failed.
  expect(recorder.allScores.map(({ moment }) => moment)).toEqual([]);
});

describe('on a device, however many steps are under way at once', () => {
  const engine = 'tfjs-cpu';
  const settings: Settings = {
    epochs: 1,
    dModel: 8,
    batchTokens: 32,
    evaluationsPerEpoch: 2,
    evaluationPairs: 16,
    bleuSentences: 1,
  };
  /** Enough for points that are of several steps. */
  const pairs = ['.', '!', '?'].flatMap((mark) =>
    smallCorpus.map(({ source, target }) => ({
      source: source.replace('.', mark),
      target: `${mark}${target}`,
    })),
  );
  /** What does not depend on the time or the machine. */
  const curvesOf = ({ curves }: Recorder) =>
    [...curves].filter(([metric]) => !/^(throughput|system)\//.test(metric));

  it('gives the same curves', async () => {
    const [one, ...others] = await Promise.all(
      [1, 3, 10].map(async (stepsInFlight) => {
        const recorder = new Recorder();
        expect(await trained(settings, recorder, { engine, pairs, stepsInFlight })).toEqual({
          outcome: 'finished',
        });
        return curvesOf(recorder);
      }),
    );
    const [first, second] = new Map(one).get('train/runningLoss') ?? [];
    expect((second?.step ?? 0) - (first?.step ?? 0)).toBeGreaterThan(1);
    for (const curves of others) expect(curves).toEqual(one);
  });

  it('names the step that diverged, and tells nothing of those behind it', async () => {
    for (const stepsInFlight of [1, 10]) {
      const recorder = new Recorder();
      const failure = trained(settings, recorder, {
        engine,
        pairs,
        stepsInFlight,
        createSession: divergingAt(9),
      });
      await expect(failure).rejects.toThrow('train/runningLoss is NaN at step 9');
      expect(recorder.curves.get('train/runningLoss')?.at(-1)).toEqual({ step: 9, value: Number.NaN });
      expect(Math.max(...recorder.steps('optimizer/learningRate'))).toBeLessThan(9);
    }
  });
});
