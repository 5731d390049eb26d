import type { RunConfig, TokenizerKind } from '@/lib/domain/config';

export type Side = 'source' | 'target';

/** What a tokenizer is trained with. */
export interface TokenizerSettings {
  side: Side;
  kind: TokenizerKind;
  /** Only of BPE. */
  merges: number;
  /** Symbols that the training sentences have less often are unknown. */
  minFrequency: number;
  /** Symbols at most, the four special ones included. */
  maxVocabulary: number;
}

/** The keys of a configuration that one of its tokenizers depends on. */
export type TokenizerConfig = Pick<
  RunConfig,
  | 'sourceTokenizer'
  | 'targetTokenizer'
  | 'sourceMerges'
  | 'targetMerges'
  | 'sourceMinFrequency'
  | 'targetMinFrequency'
  | 'sourceVocabulary'
  | 'targetVocabulary'
>;

export function tokenizerSettings(config: TokenizerConfig, side: Side): TokenizerSettings {
  return side === 'source'
    ? {
        side,
        kind: config.sourceTokenizer,
        merges: config.sourceMerges,
        minFrequency: config.sourceMinFrequency,
        maxVocabulary: config.sourceVocabulary,
      }
    : {
        side,
        kind: config.targetTokenizer,
        merges: config.targetMerges,
        minFrequency: config.targetMinFrequency,
        maxVocabulary: config.targetVocabulary,
      };
}
