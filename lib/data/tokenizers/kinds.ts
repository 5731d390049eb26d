import type { TokenizerKind } from '@/lib/domain/config';
import { bpeTokenizer, type Merge } from './bpe';
import { characters } from './characters';
import { englishWords } from './englishWords';
import { jiebaWords } from './jiebaWords';
import { segmentedWords } from './segmentedWords';
import type { Tokenizer } from './tokenizer';

interface KindText {
  unit: string;
  /** What of a text is changed before it is cut. */
  normalisation: string;
  /** Whether the tokens of a text, all of them known, give back exactly the text. */
  lossless: boolean;
}

export const kindTexts: Readonly<Record<TokenizerKind, KindText>> = {
  words: {
    unit: 'a word or a punctuation mark, for languages written with blanks',
    normalisation: 'NFKC, ’ to apostrophe, lower case; joined with single blanks',
    lossless: false,
  },
  characters: { unit: 'a code point', normalisation: 'none', lossless: true },
  bpe: {
    unit: 'a merged run of code points inside a piece; a blank begins a piece and belongs to it',
    normalisation: 'none; one blank is put in front and dropped again',
    lossless: true,
  },
  jieba: { unit: 'a word, blank or mark as jieba cuts them', normalisation: 'none', lossless: true },
  segmenter: {
    unit: 'a word, blank or mark as Intl.Segmenter cuts them',
    normalisation: 'none',
    lossless: true,
  },
};

/** @param merges of BPE; the other kinds learn nothing but their vocabulary */
export function tokenizerOf(kind: TokenizerKind, merges: readonly Merge[]): Tokenizer {
  switch (kind) {
    case 'words':
      return englishWords;
    case 'characters':
      return characters;
    case 'bpe':
      return bpeTokenizer(merges);
    case 'jieba':
      return jiebaWords;
    case 'segmenter':
      return segmentedWords;
  }
}
