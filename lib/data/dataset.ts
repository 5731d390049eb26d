import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { type Split, splits } from '@/lib/domain/metric';
import type { SplitSpec } from '@/lib/domain/sweep';
import { endId, startId } from '@/lib/model/config';
import { hashOfPairs, splitHash, splitPairs } from './splits';
import type { TrainedTokenizer } from './tokenizers/trainedTokenizer';
import { type DataConfig, isTooLong, type TokenizedPair, tokenizeTraining } from './trainingTokens';
import { countUnknown, type UnknownSymbols, unknownShare } from './unknownSymbols';
import type { Vocabulary } from './vocabulary';

export interface EncodedPair {
  pair: Pair;
  /** At most maxLength ids, END last where the configuration says so. */
  source: Int32Array;
  /** START … END, or START and the first maxLength ids of a sentence that is cut. */
  target: Int32Array;
}

/** Symbols of a split that its vocabulary does not know, as shares of all symbols, START and END left out. */
export interface UnknownShares {
  source: number;
  target: number;
}

export interface Dataset {
  pairs: Record<Split, EncodedPair[]>;
  unknown: Record<Split, UnknownShares>;
  unknownSymbols: Record<Split, { source: UnknownSymbols; target: UnknownSymbols }>;
  sourceTokenizer: TrainedTokenizer;
  targetTokenizer: TrainedTokenizer;
  /** Of the tokenizers. */
  sourceVocabulary: Vocabulary;
  targetVocabulary: Vocabulary;
  /** Pairs of the training split that are longer than maxLength and left out. */
  tooLongPairs: number;
  /** Pairs of the other splits that are longer: all are kept, but the model sees only their beginning. */
  cutPairs: { validation: number; test: number };
  /** Of which pair is in which split, the too long ones included. */
  splitHash: string;
  /** Of all test pairs: it depends on neither tokenizers nor maxLength. */
  testHash: string;
}

/**
 * Everything a run needs of its corpus: split, tokenized, encoded with tokenizers trained on the training split alone.
 *
 * Training pairs longer than maxLength are left out. Validation and test keep all pairs, so that runs with different
 * tokenizers or lengths are compared on the same sentences; what is beyond maxLength the model does not see. A target
 * that is cut ends without END, which would teach and score an end where there is none.
 *
 * @throws HeldoutError invalid_corpus where a split is empty or no training pair fits into maxLength; invalid_config
 *   where more BPE merges are wanted than the training split gives
 */
export function prepareDataset(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: DataConfig & Pick<RunConfig, 'sourceEndToken'>,
): Dataset {
  const { maxLength } = config;
  const raw = splitPairs(pairs, split);
  const training = tokenizeTraining(raw.train, config);
  const { sourceTokenizer, targetTokenizer, tooLongPairs } = training;
  const { vocabulary: sourceVocabulary } = sourceTokenizer;
  const { vocabulary: targetVocabulary } = targetTokenizer;
  const tokenize = (pair: Pair): TokenizedPair => ({
    pair,
    source: sourceTokenizer.cut(pair.source),
    target: targetTokenizer.cut(pair.target),
  });
  const tokenized: Record<Split, TokenizedPair[]> = {
    train: training.tokenized,
    validation: raw.validation.map(tokenize),
    test: raw.test.map(tokenize),
  };
  const unknownSymbols = bySplit((name) => ({
    source: countUnknown(
      tokenized[name].map(({ source }) => source),
      sourceVocabulary,
    ),
    target: countUnknown(
      tokenized[name].map(({ target }) => target),
      targetVocabulary,
    ),
  }));
  const encode = ({ pair, source, target }: TokenizedPair): EncodedPair => ({
    pair,
    source: sourceIds(sourceVocabulary.encode(source), config),
    target: targetIds(targetVocabulary.encode(target), maxLength),
  });
  const countCut = (name: Split) => tokenized[name].filter((each) => isTooLong(each, maxLength)).length;
  return {
    pairs: bySplit((name) => tokenized[name].map(encode)),
    unknown: bySplit((name) => ({
      source: unknownShare(unknownSymbols[name].source),
      target: unknownShare(unknownSymbols[name].target),
    })),
    unknownSymbols,
    sourceTokenizer,
    targetTokenizer,
    sourceVocabulary,
    targetVocabulary,
    tooLongPairs,
    cutPairs: { validation: countCut('validation'), test: countCut('test') },
    splitHash: splitHash(raw),
    testHash: hashOfPairs(raw.test),
  };
}

/** Room for END is kept whether it is appended or not, so that both levels of sourceEndToken see the same words. */
export function sourceIds(
  ids: readonly number[],
  { maxLength, sourceEndToken }: Pick<RunConfig, 'maxLength' | 'sourceEndToken'>,
): Int32Array {
  const seen = ids.slice(0, maxLength - 1);
  return Int32Array.from(sourceEndToken ? [...seen, endId] : seen);
}

/** The decoder reads all ids but the last, so maxLength + 1 of them fill its position table. */
function targetIds(ids: readonly number[], maxLength: number): Int32Array {
  return Int32Array.from([startId, ...ids, endId].slice(0, maxLength + 1));
}

function bySplit<T>(make: (name: Split) => T): Record<Split, T> {
  const [train, validation, test] = splits;
  return { train: make(train), validation: make(validation), test: make(test) };
}
