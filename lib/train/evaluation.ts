import { createHash } from 'node:crypto';
import { sharedBatches } from '@/lib/data/batches';
import { sourceRoom } from '@/lib/data/batchPlan';
import type { Dataset, EncodedPair } from '@/lib/data/dataset';
import type { RunConfig } from '@/lib/domain/config';
import { type Split, splits } from '@/lib/domain/metric';
import type { EvaluateResult, ModelSession, TokenBatch } from '@/lib/model/session';

/** Shapes, and so compiled graphs, of evaluation: it has no backward pass, so padding costs little. */
const evaluationShapes = 4;

export interface EvaluationBatches {
  /**
   * Fixed samples of the three splits: the first pairs of each, whose order is that of a hash (splitPairs), so the
   * same sentences at every evaluation, of every seed and of every variant that shares the data.
   */
  samples: Record<Split, TokenBatch[]>;
  /** The test split as a whole, for the end of the run. */
  wholeTest: TokenBatch[];
}

/**
 * All in one set of shapes, so that the whole test split needs no graphs of its own. As in training, sources without END
 * have room for it where batch shapes are common: both levels of source END are evaluated in the same batches.
 */
export function evaluationBatches(dataset: Dataset, config: RunConfig): EvaluationBatches {
  const sampled = splits.map((split) => dataset.pairs[split].slice(0, config.evaluationPairs));
  const [train = [], validation = [], test = [], wholeTest = []] = sharedBatches(
    [...sampled, dataset.pairs.test],
    config.batchTokens,
    evaluationShapes,
    sourceRoom(config),
  );
  return { samples: { train, validation, test }, wholeTest };
}

/** Loss (nats a target token) and token accuracy of each split in evaluation mode. */
export async function evaluateSplits(
  session: ModelSession,
  batches: Record<Split, TokenBatch[]>,
): Promise<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const split of splits) {
    const { lossSum, correct, targetTokens } = await evaluateBatches(session, batches[split]);
    values[`${split}/loss`] = lossSum / targetTokens;
    values[`${split}/accuracy`] = correct / targetTokens;
  }
  return values;
}

/** Sums over batches: of the loss in nats, of right predictions, of target tokens. */
export async function evaluateBatches(
  session: ModelSession,
  batches: readonly TokenBatch[],
): Promise<EvaluateResult> {
  const total = { lossSum: 0, correct: 0, targetTokens: 0 };
  for (const batch of batches) {
    const result = await session.evaluate(batch);
    total.lossSum += result.lossSum;
    total.correct += result.correct;
    total.targetTokens += result.targetTokens;
  }
  return total;
}

/** One source sentence and all that its split has as translations of it. */
export interface TranslationTask {
  source: string;
  sourceIds: Int32Array;
  references: string[];
}

/** The first `count` distinct source sentences, in the order of the split; all without a count. */
export function translationTasks(pairs: readonly EncodedPair[], count?: number): TranslationTask[] {
  const tasks = new Map<string, TranslationTask>();
  for (const { pair, source } of pairs) {
    const task = tasks.get(pair.source);
    if (task) task.references.push(pair.target);
    else tasks.set(pair.source, { source: pair.source, sourceIds: source, references: [pair.target] });
  }
  return [...tasks.values()].slice(0, count);
}

/** Identifies sentences, references and their order: hypotheses of two runs can be put side by side where it agrees. */
export function hashOfTasks(tasks: readonly Pick<TranslationTask, 'source' | 'references'>[]): string {
  const hash = createHash('sha256');
  for (const { source, references } of tasks) hash.update(`${JSON.stringify([source, references])}\n`);
  return hash.digest('hex');
}

/** @returns a hypothesis for each task */
export type Translate = (tasks: readonly TranslationTask[]) => Promise<string[]>;

/**
 * Where a hypothesis without END is cut: at the longest target of the corpus, in tokens. An untrained model seldom ends
 * a sentence by itself.
 */
export function longestTarget(dataset: Dataset): number {
  let longest = 0;
  for (const split of splits) {
    for (const { target } of dataset.pairs[split]) longest = Math.max(longest, target.length - 1);
  }
  return longest;
}

/**
 * Translation by beam search, which is greedy at width 1.
 *
 * @param width hypotheses a sentence
 */
export function createTranslate(session: ModelSession, dataset: Dataset, width: number): Translate {
  const longest = longestTarget(dataset);
  return async (tasks) => {
    const decoded = await session.beamDecode(
      tasks.map(({ sourceIds }) => sourceIds),
      { width, maxNewTokens: longest },
    );
    return decoded.map((ids) => dataset.targetTokenizer.decode(ids));
  };
}
