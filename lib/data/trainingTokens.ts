import type { RunConfig } from '@/lib/domain/config';
import type { Pair } from '@/lib/domain/corpus';
import { HeldoutError } from '@/lib/domain/errors';
import { type LearnedMerges, learnMerges } from './tokenizers/bpeTraining';
import { learnCutter } from './tokenizers/learnCutter';
import { type Side, type TokenizerConfig, tokenizerSettings } from './tokenizers/settings';
import { type TrainedTokenizer, withVocabulary } from './tokenizers/trainedTokenizer';

export interface TokenizedPair {
  pair: Pair;
  source: string[];
  target: string[];
}

/** The keys of a configuration that the data depend on: as long as they agree, two runs see the same sentences. */
export type DataConfig = TokenizerConfig & Pick<RunConfig, 'maxLength' | 'trainSize'>;

export interface TrainingTokens {
  sourceTokenizer: TrainedTokenizer;
  targetTokenizer: TrainedTokenizer;
  /** The pairs that are used. */
  tokenized: TokenizedPair[];
  /** Pairs longer than maxLength, left out. */
  tooLongPairs: number;
}

/**
 * Both tokenizers, and the training pairs cut by them, filtered by length and cut to trainSize.
 *
 * Merges are learned from the first trainSize pairs, the too long ones among them, because only merges tell how long a
 * pair is; vocabularies from the pairs that are used.
 *
 * @param train the training split, in its order (see splitPairs); hand in the same array again, for which merges are
 *   remembered
 * @throws HeldoutError invalid_corpus where no pair fits into maxLength; invalid_config where more merges are wanted
 *   than the pairs give
 */
export function tokenizeTraining(train: readonly Pair[], config: DataConfig): TrainingTokens {
  const cutterOf = (side: Side) => {
    const size = config.trainSize > 0 ? config.trainSize : train.length;
    return learnCutter(tokenizerSettings(config, side), () => rememberedMerges(train, side, size));
  };
  const source = cutterOf('source');
  const target = cutterOf('target');
  const fitting: TokenizedPair[] = [];
  let tooLongPairs = 0;
  for (const pair of train) {
    const tokens = {
      pair,
      source: source.tokenizer.encode(pair.source),
      target: target.tokenizer.encode(pair.target),
    };
    if (isTooLong(tokens, config.maxLength)) tooLongPairs++;
    else fitting.push(tokens);
  }
  if (fitting.length === 0) {
    throw new HeldoutError(
      'invalid_corpus',
      `Preparing the data: no pair of the train split fits into maxLength ${config.maxLength} tokens; raise it or use a larger corpus.`,
      { path: 'maxLength' },
    );
  }
  const tokenized = config.trainSize > 0 ? fitting.slice(0, config.trainSize) : fitting;
  return {
    sourceTokenizer: withVocabulary(
      source,
      tokenized.map((pair) => pair.source),
    ),
    targetTokenizer: withVocabulary(
      target,
      tokenized.map((pair) => pair.target),
    ),
    tokenized,
    tooLongPairs,
  };
}

/**
 * END is counted on the source whether it is appended or not, so that both levels of sourceEndToken are trained on the
 * same sentences.
 */
export function isTooLong({ source, target }: Omit<TokenizedPair, 'pair'>, maxLength: number): boolean {
  return Math.max(source.length, target.length) + 1 > maxLength;
}

// Learning takes half a second, and gives the merges of every wanted number at once.
const remembered = new WeakMap<readonly Pair[], Map<string, LearnedMerges>>();

function rememberedMerges(train: readonly Pair[], side: Side, size: number): LearnedMerges {
  const known = remembered.get(train) ?? new Map<string, LearnedMerges>();
  remembered.set(train, known);
  const key = `${side} ${size}`;
  const merges = known.get(key) ?? learnMerges(train.slice(0, size).map((pair) => pair[side]));
  known.set(key, merges);
  return merges;
}
