import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import type { SplitSpec } from '@/lib/domain/sweep';
import { buildVocabularies, type DataConfig, tokenizeSplits } from './dataset';

interface VocabularySizes {
  source: number;
  target: number;
}

// The variants of a sweep mostly share their data, and tokenizing a corpus takes most of a second.
const measured = new WeakMap<readonly Pair[], Map<string, VocabularySizes>>();

/**
 * The exact vocabulary sizes of a run before it is trained, pad, start, end and unknown included. Remembered for as
 * long as the array of pairs lives; hand in the same array again.
 *
 * @throws HeldoutError invalid_corpus as prepareDataset does
 */
export function measureVocabularies(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: RunConfig,
): VocabularySizes {
  const { maxLength, sourceTokenizer, targetTokenizer, sourceVocabulary, targetVocabulary, trainSize } =
    config;
  const dataConfig: DataConfig = {
    maxLength,
    sourceTokenizer,
    targetTokenizer,
    sourceVocabulary,
    targetVocabulary,
    trainSize,
  };
  const key = JSON.stringify([split.seed, split.validation, split.test, dataConfig]);
  const known = measured.get(pairs) ?? new Map<string, VocabularySizes>();
  measured.set(pairs, known);
  const sizes = known.get(key) ?? measure(pairs, split, dataConfig);
  known.set(key, sizes);
  return sizes;
}

function measure(pairs: readonly Pair[], split: SplitSpec, config: DataConfig): VocabularySizes {
  const { source, target } = buildVocabularies(tokenizeSplits(pairs, split, config).tokenized.train, config);
  return { source: source.size, target: target.size };
}
