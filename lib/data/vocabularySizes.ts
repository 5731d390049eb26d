import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import type { SplitSpec } from '@/lib/domain/sweep';
import { splitPairs } from './splits';
import { type DataConfig, tokenizeTraining } from './trainingTokens';

interface VocabularySizes {
  source: number;
  target: number;
}

interface Measured {
  /** The last split that was asked for: the variants of a sweep share it. */
  split: { key: string; train: readonly Pair[] } | undefined;
  sizes: Map<string, VocabularySizes>;
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
  const splitKey = JSON.stringify([split.seed, split.validation, split.test]);
  const key = `${splitKey} ${JSON.stringify(dataConfigOf(config))}`;
  const known = measured.get(pairs) ?? { split: undefined, sizes: new Map<string, VocabularySizes>() };
  measured.set(pairs, known);
  const sizes = known.sizes.get(key);
  if (sizes) return sizes;
  if (known.split?.key !== splitKey) known.split = { key: splitKey, train: splitPairs(pairs, split).train };
  const { sourceTokenizer, targetTokenizer } = tokenizeTraining(known.split.train, config);
  const found = { source: sourceTokenizer.vocabulary.size, target: targetTokenizer.vocabulary.size };
  known.sizes.set(key, found);
  return found;
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
