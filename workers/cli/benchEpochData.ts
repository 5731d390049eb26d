import { open } from 'node:fs/promises';
import type { TokenPair } from '@/lib/data/batchPlan';
import { type Dataset, prepareDataset } from '@/lib/data/dataset';
import { readPairs } from '@/lib/data/importers/readPairs';
import { modelConfigOf } from '@/lib/data/modelConfig';
import { type RunConfig, resolveConfig } from '@/lib/domain/config';
import { HeldoutError } from '@/lib/domain/errors';
import type { ModelConfig } from '@/lib/model/config';
import { endId, startId } from '@/lib/model/config';
import { type TokenBatch, targetsOf } from '@/lib/model/tokenBatch';

export interface BenchCorpus {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly model: ModelConfig;
}

/** As sweeps are split by default. */
const split = { seed: 1, validation: 0.05, test: 0.05 };

/**
 * The training data of a run with the catalogue's defaults.
 *
 * @throws HeldoutError invalid_input where the file cannot be read; invalid_corpus as readPairs and prepareDataset
 */
export async function readBenchCorpus(file: string, dModel: number): Promise<BenchCorpus> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new HeldoutError('invalid_input', `cannot read the corpus file ${file} (${cause.code})`, { cause });
  });
  try {
    const pairs = await readPairs(file, handle.createReadStream());
    const config = resolveConfig({ dModel });
    const dataset = prepareDataset(pairs, split, config);
    const model = modelConfigOf(config, {
      source: dataset.sourceVocabulary.size,
      target: dataset.targetVocabulary.size,
    });
    return { config, dataset, model };
  } finally {
    await handle.close();
  }
}

/** The plain loop of most tutorials: so many sentences a batch in the order given, all padded to the longest of all. */
export function paddedBatches(pairs: readonly TokenPair[], rows: number): TokenBatch[] {
  const sourceLength = pairs.reduce((longest, { source }) => Math.max(longest, source.length), 1);
  const targetLength = pairs.reduce((longest, { target }) => Math.max(longest, target.length - 1), 1);
  const batches: TokenBatch[] = [];
  for (let start = 0; start < pairs.length; start += rows) {
    const source = new Int32Array(rows * sourceLength);
    const target = new Int32Array(rows * (targetLength + 1));
    for (let row = 0; row < rows; row += 1) {
      const pair = pairs[start + row];
      source.set(pair?.source ?? [endId], row * sourceLength);
      target.set(pair?.target ?? [startId], row * (targetLength + 1));
    }
    batches.push({ source, target, rows, sourceLength, targetLength });
  }
  return batches;
}

/** Shares of padding, 0 to 1, among the positions that a set of batches computes. */
export interface Padding {
  readonly source: number;
  readonly target: number;
  readonly both: number;
  /** Among the rows of the largest product, the generator's. */
  readonly logits: number;
}

export function paddingOf(pairs: readonly TokenPair[], batches: readonly TokenBatch[]): Padding {
  const realSource = sum(pairs, ({ source }) => source.length);
  const realTarget = sum(pairs, ({ target }) => target.length - 1);
  const source = sum(batches, ({ rows, sourceLength }) => rows * sourceLength);
  const target = sum(batches, ({ rows, targetLength }) => rows * targetLength);
  return {
    source: 1 - realSource / source,
    target: 1 - realTarget / target,
    both: 1 - (realSource + realTarget) / (source + target),
    logits: 1 - realTarget / sum(batches, targetsOf),
  };
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
