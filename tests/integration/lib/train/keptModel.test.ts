import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readModelFile } from '@/lib/data/modelFile';
import { resolveConfig, type Settings } from '@/lib/domain/config';
import type { HypothesesPart } from '@/lib/domain/score';
import type { Objective } from '@/lib/domain/sweep';
import { translateRequestSchema } from '@/lib/domain/translate';
import { type LoadedModel, loadModel } from '@/lib/inference/loadedModel';
import { translateText } from '@/lib/inference/translateText';
import { diskFiles } from '@/lib/train/checkpoints/fileLayer';
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
const lowestLoss: Objective = { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' };

async function train(
  home: string,
  settings: Settings,
  changed: Partial<TrainRunOptions> = {},
): Promise<Recorder> {
  const recorder = new Recorder();
  await trainRun({
    pairs: smallCorpus,
    config: resolveConfig(tiny, settings),
    split: smallSplit,
    objective: lowestLoss,
    targetLanguage: 'zh',
    corpusFingerprint: 'a'.repeat(64),
    seed: 1,
    threads: 2,
    engine: 'onnx-cpu',
    environment: {},
    reporter: recorder,
    now: () => performance.now(),
    models: { path: join(home, 'model.safetensors'), runId: 'run-1', heldout: '0.0.0' },
    ...changed,
  });
  return recorder;
}

function load({ models: [model], artifacts }: Recorder): Promise<LoadedModel> {
  const textOf = (name: string) => artifacts.find((artifact) => artifact.name === name)?.text ?? '';
  return loadModel({
    model: { path: model?.path ?? '', sha256: model?.sha256 ?? '' },
    tokenizers: { source: textOf('source-tokenizer'), target: textOf('target-tokenizer') },
    request: translateRequestSchema.parse({ text: 'unused' }),
  });
}

function storedTranslations({ testSets, allHypotheses }: Recorder): [source: string, hypothesis: string][] {
  const sources = testSets.flatMap(({ items }) => items.map(({ source }) => source));
  const isBest = ({ moment }: HypothesesPart) => moment === 'best';
  const hypotheses = allHypotheses.filter(isBest).flatMap(({ hypotheses }) => hypotheses);
  return sources.map((source, index) => [source, hypotheses[index] ?? '']);
}

describe.each<{ name: string; settings: Settings; objective: Objective }>([
  { name: 'greedy, the best step near the end', settings: { epochs: 6 }, objective: lowestLoss },
  {
    name: 'greedy, the first of many steps the best',
    settings: {},
    objective: { ...lowestLoss, metric: 'validation/loss', goal: 'maximize', report: 'test/loss' },
  },
  {
    name: 'beams, pre-norm, two layers, tied, no END at the source, jieba',
    settings: {
      epochs: 4,
      beamWidth: 3,
      layers: 2,
      normPlacement: 'pre',
      positions: 'sinusoidal',
      tieEmbeddings: true,
      sourceEndToken: false,
      targetTokenizer: 'jieba',
      maxLength: 6,
    },
    objective: lowestLoss,
  },
])('the kept model of a run ($name)', ({ settings, objective }) => {
  let home = '';
  let recorder = new Recorder();
  let loaded: LoadedModel | undefined;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'heldout-kept-'));
    recorder = await train(home, settings, { objective });
    loaded = await load(recorder);
  });
  afterAll(async () => {
    await loaded?.translator.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  it('translates every test sentence as the run itself did with its best parameters', async () => {
    if (!loaded) throw new Error('not loaded');
    const stored = storedTranslations(recorder);
    expect(stored).toHaveLength(6);
    const beamWidth = loaded.header.config.beamWidth;
    for (const [source, hypothesis] of stored) {
      const { candidates } = await translateText(loaded, { text: source, beamWidth, attention: false });
      expect(candidates[0]?.text, source).toBe(hypothesis);
    }
  });

  it('says what it is', () => {
    const [model] = recorder.models;
    const bytes = readFileSync(model?.path ?? '');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(model?.sha256);
    expect(bytes).toHaveLength(model?.bytes ?? 0);
    const { header, parameters } = readModelFile(bytes, 'the test');
    const best = recorder.allScores.find(({ moment }) => moment === 'best');
    expect(header).toMatchObject({ runId: 'run-1', step: best?.step, epoch: best?.epoch, heldout: '0.0.0' });
    expect(header.tokenizers).toEqual({
      source: recorder.artifacts[0]?.sha256,
      target: recorder.artifacts[1]?.sha256,
    });
    const count = [...parameters.values()].reduce((sum, { length }) => sum + length, 0);
    expect(count).toBe(recorder.allFacts[0]?.parameterCount);
  });
});

describe('keeping the best model', () => {
  const homes: string[] = [];
  const newHome = () => {
    const home = mkdtempSync(join(tmpdir(), 'heldout-kept-'));
    homes.push(home);
    return home;
  };
  afterEach(() => {
    for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
  });

  it('gives the same bytes for the same run', async () => {
    const hashes = [await train(newHome(), {}), await train(newHome(), {})].map(
      ({ models }) => models[0]?.sha256,
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('costs the model and not the run where the disk is full', async () => {
    const home = newHome();
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const files = {
      ...diskFiles,
      sync: () => {
        throw full;
      },
    };
    const path = join(home, 'model.safetensors');
    const recorder = await train(home, {}, { models: { path, runId: 'run-1', heldout: '0.0.0', files } });
    expect(recorder.models).toEqual([]);
    expect(recorder.allScores).toHaveLength(2);
    expect(recorder.logs.at(-1)).toMatch(/^warn: The parameters of step \d+ are not kept: .*no space left/);
    expect(readdirSync(home)).toEqual([]);
  });

  it('keeps nothing of a run that is handed back', async () => {
    const home = newHome();
    const recorder = new Recorder();
    recorder.handBackAfterSteps = 2;
    await train(home, {}, { reporter: recorder });
    expect(recorder.models).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });
});
