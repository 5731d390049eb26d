import type { Tokenizer } from './tokenizer';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Words as ICU's dictionary cuts them, for languages written without blanks. Blanks and punctuation marks are tokens
 * too, so join(encode(text)) is the text.
 */
export const segmentedWords: Tokenizer = {
  encode: (text) => Array.from(segmenter.segment(text), ({ segment }) => segment),
  join: (tokens) => tokens.join(''),
};
