import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type Split, splits } from '@/lib/domain/metric';
import type { SplitSpec } from '@/lib/domain/sweep';
import { endId, startId } from '@/lib/model/config';
import { hashOfPairs, splitPairs } from './splits';
import { sourceTokenizer, targetTokenizer } from './tokenizers/bySide';
import { unknownId, Vocabulary } from './vocabulary';

export interface EncodedPair {
  pair: Pair;
  /** Ids, END last where the configuration says so. */
  source: Int32Array;
  /** START … END. */
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
  sourceVocabulary: Vocabulary;
  targetVocabulary: Vocabulary;
  /** Pairs of any split that are longer than maxLength and left out. */
  tooLongPairs: number;
  /** Of the test pairs that are left. */
  testHash: string;
}

interface TokenizedPair {
  pair: Pair;
  source: string[];
  target: string[];
}

/** The keys of a configuration that the data depend on: as long as they agree, two runs see the same sentences. */
export type DataConfig = Pick<
  RunConfig,
  'maxLength' | 'sourceTokenizer' | 'targetTokenizer' | 'sourceVocabulary' | 'targetVocabulary' | 'trainSize'
>;

/**
 * Everything a run needs of its corpus: split, tokenized, filtered by length, cut to trainSize, encoded with
 * vocabularies of the training pairs that are used.
 *
 * @throws HeldoutError invalid_corpus where a split is empty
 */
export function prepareDataset(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: DataConfig & Pick<RunConfig, 'sourceEndToken'>,
): Dataset {
  const { tokenized, tooLongPairs } = tokenizeSplits(pairs, split, config);
  const { source: sourceVocabulary, target: targetVocabulary } = buildVocabularies(tokenized.train, config);
  const sourceEnd = config.sourceEndToken ? [endId] : [];
  const encode = ({ pair, source, target }: TokenizedPair): EncodedPair => ({
    pair,
    source: Int32Array.from([...sourceVocabulary.encode(source), ...sourceEnd]),
    target: Int32Array.from([startId, ...targetVocabulary.encode(target), endId]),
  });
  const encoded = bySplit((name) => tokenized[name].map(encode));
  return {
    pairs: encoded,
    unknown: bySplit((name) => ({
      source: unknownShare(encoded[name].map(({ source }) => source)),
      target: unknownShare(encoded[name].map(({ target }) => target)),
    })),
    sourceVocabulary,
    targetVocabulary,
    tooLongPairs,
    testHash: hashOfPairs(tokenized.test.map(({ pair }) => pair)),
  };
}

export function buildVocabularies(
  train: readonly TokenizedPair[],
  config: DataConfig,
): { source: Vocabulary; target: Vocabulary } {
  return {
    source: Vocabulary.build(
      train.map(({ source }) => source),
      config.sourceVocabulary,
    ),
    target: Vocabulary.build(
      train.map(({ target }) => target),
      config.targetVocabulary,
    ),
  };
}

export function tokenizeSplits(
  pairs: readonly Pair[],
  split: SplitSpec,
  config: DataConfig,
): { tokenized: Record<Split, TokenizedPair[]>; tooLongPairs: number } {
  const source = sourceTokenizer(config.sourceTokenizer);
  const target = targetTokenizer(config.targetTokenizer);
  const raw = splitPairs(pairs, split);
  let tooLongPairs = 0;
  const tokenized = bySplit((name) => {
    const fitting = raw[name]
      .map((pair) => ({ pair, source: source.encode(pair.source), target: target.encode(pair.target) }))
      // END is counted on the source whether it is appended or not, so that both levels of sourceEndToken are
      // trained and tested on the same sentences.
      .filter((pair) => Math.max(pair.source.length, pair.target.length) + 1 <= config.maxLength);
    tooLongPairs += raw[name].length - fitting.length;
    if (fitting.length === 0) {
      throw new HeldoutError(
        'invalid_corpus',
        `Preparing the data: no pair of the ${name} split fits into maxLength ${config.maxLength} tokens; raise it or use a larger corpus.`,
      );
    }
    return fitting;
  });
  if (config.trainSize > 0) tokenized.train = tokenized.train.slice(0, config.trainSize);
  return { tokenized, tooLongPairs };
}

function bySplit<T>(make: (name: Split) => T): Record<Split, T> {
  const [train, validation, test] = splits;
  return { train: make(train), validation: make(validation), test: make(test) };
}

function unknownShare(sentences: readonly Int32Array[]): number {
  let unknown = 0;
  let total = 0;
  for (const ids of sentences) {
    for (const id of ids) {
      if (id === startId || id === endId) continue;
      total++;
      if (id === unknownId) unknown++;
    }
  }
  return total === 0 ? 0 : unknown / total;
}
