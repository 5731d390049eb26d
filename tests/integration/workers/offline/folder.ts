import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Pair } from '@/lib/domain/corpus';
import { defaultImportOptions } from '@/lib/domain/corpusImport';
import { sweepSpecSchema } from '@/lib/domain/sweep';
import { readCorpus } from '@/workers/offline/readCorpus';
import { openOrCreateSweep, type SweepFolder } from '@/workers/offline/sweepFolder';
import { SweepTraining, type TrainSweepOptions } from '@/workers/offline/trainSweep';
import { smallCorpus, smallSplit } from '../../lib/train/smallCorpus';

/** Trains in a few seconds, each run some. */
export const tinySpec = {
  name: 'trained without a server',
  corpus: 'phrasebook',
  split: smallSplit,
  base: {
    dModel: 16,
    layers: 1,
    batchTokens: 64,
    maxLength: 12,
    epochs: 3,
    evaluationsPerEpoch: 1,
    evaluationPairs: 8,
    bleuSentences: 2,
    warmupSteps: 4,
  },
  factors: { heads: [1, 2] },
  seeds: [7],
};

export async function writeCorpus(path: string, pairs: readonly Pair[] = smallCorpus): Promise<void> {
  await writeFile(path, pairs.map(({ source, target }) => `${source}\t${target}\n`).join(''));
}

/** Makes or opens the folder `out` in another one, as the command does. */
export async function openTiny(
  home: string,
  spec: object = tinySpec,
  pairs?: readonly Pair[],
): Promise<SweepFolder> {
  const path = join(home, 'small.tsv');
  await writeCorpus(path, pairs);
  const files = [{ name: 'small.tsv', path }];
  const { corpus, bytes } = await readCorpus({
    files,
    name: 'small',
    licence: '',
    options: defaultImportOptions,
  });
  const specText = stringify(spec);
  return openOrCreateSweep({
    folder: join(home, 'out'),
    specText,
    spec: sweepSpecSchema.parse(parse(specText)),
    corpus,
    corpusBytes: bytes,
    heldout: '0.0.0',
    nowMs: 1_700_000_000_000,
  });
}

export function trainingOf(sweep: SweepFolder, options: Partial<TrainSweepOptions> = {}): SweepTraining {
  return new SweepTraining({
    sweep,
    workers: 2,
    threads: 1,
    engine: 'onnx-cpu',
    device: 'test device',
    signal: new AbortController().signal,
    log: () => undefined,
    now: Date.now,
    firstBackOffMs: 50,
    retryFailed: false,
    ...options,
  });
}
