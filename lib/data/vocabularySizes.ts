import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import type { RunWork } from '@/lib/domain/estimate';
import type { SplitSpec } from '@/lib/domain/sweep';
import { sourceRoom } from './batchPlan';
import { modelConfigOf } from './modelConfig';
import { type PlannedData, planData, runWork } from './runWork';
import { type SplitPairs, splitPairs } from './splits';
import { type DataConfig, tokenizeTraining } from './trainingTokens';

interface VocabularySizes {
  source: number;
  target: number;
}

interface MeasuredData {
  sizes: VocabularySizes;
  /** Tokens of the training pairs that are used, without START and END. */
  sourceLengths: Uint16Array;
  targetLengths: Uint16Array;
  /** By what else batches depend on. */
  plans: Map<string, PlannedData>;
}

interface Split extends SplitPairs {
  key: string;
  testSentences: number;
}

interface Measured {
  /** The last split that was asked for: the variants of a sweep share it. */
  split: Split | undefined;
  data: Map<string, MeasuredData>;
}

// The variants of a sweep mostly share their data, and tokenizing a corpus takes most of a second.
const measured = new WeakMap<readonly Pair[], Measured>();

/**
 * The exact vocabulary sizes of a run before it is trained, pad, start, end and unknown included. Remembered for as
 * long as the array of pairs lives; hand in the same array again.
 *
 * @throws HeldoutError invalid_corpus, invalid_config as prepareDataset does
 */
export function measureVocabularies(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: RunConfig,
): VocabularySizes {
  return measureData(pairs, split, config).data.sizes;
}

/**
 * What a run will have to compute. Its batches are remembered as the vocabularies are.
 *
 * @throws HeldoutError as measureVocabularies
 */
export function measureRunWork(pairs: readonly Pair[], split: SplitSpec, config: RunConfig): RunWork {
  const { data, split: divided } = measureData(pairs, split, config);
  return runWork(config, modelConfigOf(config, data.sizes), planOf(data, config), {
    validationPairs: divided.validation.length,
    testPairs: divided.test.length,
    testSentences: divided.testSentences,
  });
}

function planOf(data: MeasuredData, config: RunConfig): PlannedData {
  const { batchTokens, sourceEndToken } = config;
  const room = sourceRoom(config);
  const key = `${batchTokens} ${sourceEndToken} ${room}`;
  const sourceEnd = sourceEndToken ? 1 : 0;
  const startAndEnd = 2;
  const plan =
    data.plans.get(key) ??
    planData(
      Array.from(data.sourceLengths, (length, index) => ({
        source: { length: length + sourceEnd },
        target: { length: (data.targetLengths[index] ?? 0) + startAndEnd },
      })),
      batchTokens,
      room,
    );
  data.plans.set(key, plan);
  return plan;
}

function measureData(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: RunConfig,
): { data: MeasuredData; split: Split } {
  const splitKey = JSON.stringify([split.seed, split.validation, split.test]);
  const key = `${splitKey} ${JSON.stringify(dataConfigOf(config))}`;
  const known = measured.get(pairs) ?? { split: undefined, data: new Map<string, MeasuredData>() };
  measured.set(pairs, known);
  if (known.split?.key !== splitKey) {
    const divided = splitPairs(pairs, split);
    const testSentences = new Set(divided.test.map(({ source }) => source)).size;
    known.split = { key: splitKey, testSentences, ...divided };
  }
  const data = known.data.get(key) ?? tokenizeAndMeasure(known.split.train, config);
  known.data.set(key, data);
  return { data, split: known.split };
}

function tokenizeAndMeasure(train: readonly Pair[], config: RunConfig): MeasuredData {
  const { sourceTokenizer, targetTokenizer, tokenized } = tokenizeTraining(train, config);
  return {
    sizes: { source: sourceTokenizer.vocabulary.size, target: targetTokenizer.vocabulary.size },
    sourceLengths: Uint16Array.from(tokenized, ({ source }) => source.length),
    targetLengths: Uint16Array.from(tokenized, ({ target }) => target.length),
    plans: new Map(),
  };
}

function dataConfigOf(config: RunConfig): DataConfig {
  return {
    maxLength: config.maxLength,
    trainSize: config.trainSize,
    sourceTokenizer: config.sourceTokenizer,
    targetTokenizer: config.targetTokenizer,
    sourceMerges: config.sourceMerges,
    targetMerges: config.targetMerges,
    sourceMinFrequency: config.sourceMinFrequency,
    targetMinFrequency: config.targetMinFrequency,
    sourceVocabulary: config.sourceVocabulary,
    targetVocabulary: config.targetVocabulary,
  };
}
