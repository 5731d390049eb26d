import { splitOnWhitespace, stripLeading, stripTrailing } from './whitespace';

/**
 * sacreBLEU's tokenizers (2.6.0, sacrebleu/tokenizers/), under its names:
 * - 13a: mteval-v13a.pl, for languages written with blanks
 * - zh: every Chinese character and full-width form a token, the rest as in 13a
 * - char: every character a token
 * - intl: mteval-v14.pl, which splits at Unicode punctuation and symbols
 * - none: at blanks only, for text that is tokenized already
 */
export const bleuTokenizers = ['13a', 'zh', 'char', 'intl', 'none'] as const;
export type BleuTokenizer = (typeof bleuTokenizers)[number];

const tokenizers: Record<BleuTokenizer, (line: string) => string[]> = {
  '13a': (line) => splitPunctuation(` ${unescapeMarkup(line)} `),
  zh: (line) => splitPunctuation(stripLeading(line).replace(chineseCharacter, ' $& ')),
  char: (line) => splitOnWhitespace(Array.from(line).join(' ')),
  intl: splitUnicodePunctuation,
  none: splitOnWhitespace,
};

/** Prepares a sentence as sacreBLEU's BLEU does: lower-case if asked, strip blanks at its end, tokenize. */
export function tokenizeForBleu(sentence: string, tokenizer: BleuTokenizer, lowercase: boolean): string[] {
  const cased = lowercase ? sentence.toLowerCase() : sentence;
  return tokenizers[tokenizer](stripTrailing(cased));
}

/** tokenizer_13a.py: the part of mteval-v13a.pl that does not depend on the language. */
function unescapeMarkup(line: string): string {
  return line
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}

/** tokenizer_re.py: ASCII punctuation, but the point and comma of a number stay inside it. The order of the rules matters. */
function splitPunctuation(line: string): string[] {
  return splitOnWhitespace(
    line
      .replace(/[{-~[-` -&(-+:-@/]/gu, ' $& ')
      .replace(/([^0-9])([.,])/gu, '$1 $2 ')
      .replace(/([.,])([^0-9])/gu, ' $1 $2')
      .replace(/([0-9])(-)/gu, '$1 $2 '),
  );
}

/** tokenizer_intl.py: a full stop after a number at the end stays with the number, as in the original. */
function splitUnicodePunctuation(line: string): string[] {
  return splitOnWhitespace(
    line
      .replace(/(\P{N})(\p{P})/gu, '$1 $2 ')
      .replace(/(\p{P})(\P{N})/gu, ' $1 $2')
      .replace(/\p{S}/gu, ' $& '),
  );
}

// The ranges of tokenizer_zh.py as they behave, which is not as they were meant: its '\u20000' is U+2000 followed by
// the digit 0, so what should be Extension B is U+2001–U+2A6D, and the compatibility supplement is U+2F81–U+2FA1.
// Characters beyond the basic plane are therefore not split. Scores are comparable only if this is kept.
const chineseCharacter = new RegExp(
  `[${[
    '\\u2001-\\u2a6d', // meant: Extension B. Takes in general punctuation (quotes, dashes, the ellipsis)
    '\\u2e80-\\u2fdf', // radicals supplement, Kangxi radicals
    '\\u2ff0-\\u303f', // description characters, punctuation
    '\\u3100-\\u312f', // Bopomofo
    '\\u31a0-\\u31bf', // Bopomofo extended
    '\\u31c0-\\u31ef', // strokes
    '\\u3200-\\u33ff', // enclosed letters, compatibility
    '\\u3400-\\u4db5', // Extension A
    '\\u4e00-\\u9fbb', // unified ideographs
    '\\uf900-\\ufa2d', // compatibility ideographs
    '\\ufa30-\\ufa6a',
    '\\ufa70-\\ufad9',
    '\\ufe10-\\ufe1f', // vertical forms
    '\\ufe30-\\ufe4f', // compatibility forms
    '\\uff00-\\uffef', // full-width and half-width forms
  ].join('')}]`,
  'gu',
);
