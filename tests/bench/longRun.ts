/**
 * Whether memory stays flat over a long run, and how much a run needs at most: trains as a worker's trainer does, with
 * evaluation and translations after every epoch, and prints tensors and resident memory at intervals.
 * Run: npx tsx tests/bench/longRun.ts [--epochs 200] [--dModel 32] [--layers 1] [--trainSize 300] [--every 20]
 *   [--batchTokens 512] [--threads 1] [--corpus FILE.tsv]
 * The most of a large model: npx tsx tests/bench/longRun.ts --epochs 2 --every 1 --dModel 512 --batchTokens 1280 \
 *   --trainSize 6000 --corpus FILE.tsv
 */
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { readPairs } from '@/lib/data/importers/readPairs';
import { generatePhrasebook } from '@/lib/data/phrasebook/generate';
import { resolveConfig } from '@/lib/domain/config';
import { trainRun } from '@/lib/train/trainRun';
import { printTable, say } from '@/workers/cli/output';

const { values: flags } = parseArgs({
  options: {
    epochs: { type: 'string', default: '200' },
    every: { type: 'string', default: '20' },
    dModel: { type: 'string', default: '32' },
    layers: { type: 'string', default: '1' },
    trainSize: { type: 'string', default: '300' },
    batchTokens: { type: 'string', default: '512' },
    threads: { type: 'string', default: '1' },
    corpus: { type: 'string' },
  },
});

const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

const config = resolveConfig({
  dModel: Number(flags.dModel),
  layers: Number(flags.layers),
  epochs: Number(flags.epochs),
  trainSize: Number(flags.trainSize),
  batchTokens: Number(flags.batchTokens),
});
const pairs = flags.corpus
  ? await readPairs(flags.corpus, createReadStream(flags.corpus))
  : generatePhrasebook().pairs;

const rows: Record<string, string | number>[] = [];
const startedMs = performance.now();
let lastLoss = Number.NaN;
let epochsShown = -1;

/** After an epoch's translations, or before the first step. */
function record(epoch: number, step: number): void {
  if (epoch === epochsShown || epoch % Number(flags.every) !== 0) return;
  epochsShown = epoch;
  const { rss, heapUsed, external } = process.memoryUsage();
  rows.push({
    epoch,
    step,
    trainLoss: lastLoss,
    tensors: tf.memory().numTensors,
    rss: megabytes(rss),
    heapUsed: megabytes(heapUsed),
    external: megabytes(external),
    seconds: Math.round((performance.now() - startedMs) / 1000),
  });
}

await trainRun({
  pairs,
  config,
  split: { seed: 1, validation: 0.05, test: 0.05 },
  objective: { metric: 'validation/loss', goal: 'minimize', report: 'test/bleu' },
  targetLanguage: 'zh',
  corpusFingerprint: '',
  seed: 1,
  threads: Number(flags.threads),
  engine: 'onnx-cpu',
  environment: {},
  now: () => performance.now(),
  reporter: {
    facts: ({ parameterCount }) => say(`${parameterCount} parameters`),
    points: (_, values) => {
      lastLoss = values['train/loss'] ?? lastLoss;
    },
    sample: ({ epoch, step }) => record(epoch, step),
    log: (_, text) => {
      if (!text.startsWith('Epoch')) say(text);
    },
    testSet: () => undefined,
    hypotheses: () => undefined,
    finalScores: () => undefined,
    artifact: () => undefined,
    progress: () => undefined,
    checkpoint: () => undefined,
    model: () => undefined,
    testing: () => undefined,
    shouldStop: () => false,
    shouldHandBack: () => false,
  },
});

printTable(
  [
    { key: 'epoch', label: 'epoch' },
    { key: 'step', label: 'step' },
    { key: 'trainLoss', label: 'training loss' },
    { key: 'tensors', label: 'tensors' },
    { key: 'rss', label: 'resident', unit: 'MB' },
    { key: 'heapUsed', label: 'JavaScript heap', unit: 'MB' },
    { key: 'external', label: 'typed arrays and buffers', unit: 'MB' },
    { key: 'seconds', label: 'since the start', unit: 's' },
  ],
  rows,
);
say(`\nMost resident memory of the process: ${megabytes(process.resourceUsage().maxRSS * 1024)} MB.`);
