import { sharedBatches } from '@/lib/data/batches';
import type { Dataset, EncodedPair } from '@/lib/data/dataset';
import type { Tokenizer } from '@/lib/data/tokenizers/tokenizer';
import type { RunConfig } from '@/lib/domain/config';
import { type Split, splits } from '@/lib/domain/metric';
import type { ModelSession, TokenBatch } from '@/lib/model/session';

/** Shapes, and so compiled graphs, of evaluation: it has no backward pass, so padding costs little. */
const evaluationShapes = 4;

/**
 * Fixed samples of the three splits as batches: the first pairs of each, whose order is that of a hash (splitPairs),
 * so the same sentences at every evaluation, of every seed and of every variant that shares the data.
 */
export function evaluationBatches(dataset: Dataset, config: RunConfig): Record<Split, TokenBatch[]> {
  const sampled = splits.map((split) => dataset.pairs[split].slice(0, config.evaluationPairs));
  const [train = [], validation = [], test = []] = sharedBatches(
    sampled,
    config.batchTokens,
    evaluationShapes,
  );
  return { train, validation, test };
}

/** Loss (nats a target token) and token accuracy of each split in evaluation mode. */
export async function evaluateSplits(
  session: ModelSession,
  batches: Record<Split, TokenBatch[]>,
): Promise<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const split of splits) {
    let lossSum = 0;
    let correct = 0;
    let targetTokens = 0;
    for (const batch of batches[split]) {
      const result = await session.evaluate(batch);
      lossSum += result.lossSum;
      correct += result.correct;
      targetTokens += result.targetTokens;
    }
    values[`${split}/loss`] = lossSum / targetTokens;
    values[`${split}/accuracy`] = correct / targetTokens;
  }
  return values;
}

/** One source sentence and all that its split has as translations of it. */
export interface TranslationTask {
  source: string;
  sourceIds: Int32Array;
  references: string[];
}

/** The first `count` distinct source sentences, in the order of the split. */
export function translationTasks(pairs: readonly EncodedPair[], count: number): TranslationTask[] {
  const tasks = new Map<string, TranslationTask>();
  for (const { pair, source } of pairs) {
    const task = tasks.get(pair.source);
    if (task) task.references.push(pair.target);
    else tasks.set(pair.source, { source: pair.source, sourceIds: source, references: [pair.target] });
  }
  return [...tasks.values()].slice(0, count);
}

/** @returns a hypothesis for each task */
export type Translate = (tasks: readonly TranslationTask[]) => Promise<string[]>;

/**
 * Translation by beam search, which is greedy at width 1. A hypothesis without END is cut at the longest target of the
 * corpus: an untrained model seldom ends a sentence by itself.
 *
 * @param width hypotheses a sentence
 */
export function createTranslate(
  session: ModelSession,
  dataset: Dataset,
  tokenizer: Tokenizer,
  width: number,
): Translate {
  let longest = 0;
  for (const split of splits) {
    for (const { target } of dataset.pairs[split]) longest = Math.max(longest, target.length - 1);
  }
  return async (tasks) => {
    const decoded = await session.beamDecode(
      tasks.map(({ sourceIds }) => sourceIds),
      { width, maxNewTokens: longest },
    );
    return decoded.map((ids) => tokenizer.join(dataset.targetVocabulary.decode(ids)));
  };
}
