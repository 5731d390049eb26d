import { HeldoutError } from '@/lib/domain/errors';
import type { Merge } from './bpe';
import { bpePackage, type LearnedMerges } from './bpeTraining';
import { jiebaPackage } from './jiebaWords';
import { tokenizerOf } from './kinds';
import { packageVersion } from './packages';
import type { TokenizerSettings } from './settings';
import type { Tokenizer } from './tokenizer';

/** Cuts sentences, but has no vocabulary yet. */
export interface Cutter {
  settings: TokenizerSettings;
  tokenizer: Tokenizer;
  merges: readonly Merge[];
  trainedBy: { library: string; version: string };
}

/**
 * @param learn merges from the sentences of the training split, and of no other; called for BPE alone
 * @throws HeldoutError invalid_config where more merges are wanted than the sentences give
 */
export function learnCutter(settings: TokenizerSettings, learn: () => LearnedMerges): Cutter {
  const { kind } = settings;
  if (kind !== 'bpe') {
    return { settings, tokenizer: tokenizerOf(kind, []), merges: [], trainedBy: cutBy(kind) };
  }
  const learned = learn();
  const merges = firstMerges(settings, learned);
  return {
    settings,
    tokenizer: tokenizerOf(kind, merges),
    merges,
    trainedBy: { library: bpePackage, version: learned.version },
  };
}

/** What decides where a kind without merges cuts. */
export function cutBy(kind: Exclude<TokenizerSettings['kind'], 'bpe'>): Cutter['trainedBy'] {
  switch (kind) {
    case 'jieba':
      return { library: jiebaPackage, version: packageVersion(jiebaPackage) };
    case 'segmenter':
      return { library: 'ICU', version: process.versions['icu'] ?? 'unknown' };
    case 'words':
      return { library: 'Unicode', version: process.versions['unicode'] ?? 'unknown' };
    case 'characters':
      return { library: 'code points', version: '1' };
  }
}

function firstMerges(
  { side, merges: wanted }: TokenizerSettings,
  { merges, capped }: LearnedMerges,
): readonly Merge[] {
  if (wanted <= merges.length) return merges.slice(0, wanted);
  const most = capped ? `the ${bpePackage} package learns at most` : 'the training split gives only';
  throw new HeldoutError(
    'invalid_config',
    `Training BPE for the ${side}: ${side}Merges asks for ${wanted} merges and ${most} ${merges.length}; ask for fewer${capped ? '' : ' or use a larger corpus'}.`,
    { path: `${side}Merges` },
  );
}
