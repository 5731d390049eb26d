import type { Tokenizer } from './tokenizer';

/**
 * Unicode code points, blanks included, as they are: join(encode(text)) is the text. Code points and not grapheme
 * clusters, as in sacreBLEU's char tokenizer: every cluster of a base and its marks would be a symbol of its own.
 */
export const characters: Tokenizer = {
  encode: (text) => Array.from(text),
  join: (tokens) => tokens.join(''),
};
