import type { Tokenizer } from './tokenizer';

// A number with its inner points and commas; a word with its inner apostrophes; any other mark by itself.
const token = /\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|\S/gu;

/**
 * Lower-cased words and punctuation marks of languages written with blanks; "don't" is one token. Folds width and
 * typographic apostrophes (NFKC, ’ to '), so joining gives a sentence to read, not the original.
 */
export const englishWords: Tokenizer = {
  encode: (text) => text.normalize('NFKC').replaceAll('’', "'").toLowerCase().match(token) ?? [],
  join: (tokens) => tokens.join(' '),
};
