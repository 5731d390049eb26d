import { splitOnWhitespace, stripTrailing } from './whitespace';

export interface TerTokenizerOptions {
  /** Part punctuation from words and resolve XML entities, as Tercom's -N does. Default false. */
  normalized?: boolean;
  /** Leave out punctuation. Default false. */
  noPunctuation?: boolean;
  /** With normalized, every Chinese character is a token; with noPunctuation, full-width marks go too. Default false. */
  asianSupport?: boolean;
  /** Default false, unlike in sacreBLEU, whose TER ignores case unless told otherwise; the signature says which. */
  lowercase?: boolean;
}

/** Tercom's tokenizer (Normalizer.java) as sacreBLEU 2.6.0 has it (sacrebleu/tokenizers/tokenizer_ter.py). */
export function tokenizeForTer(sentence: string, options: TerTokenizerOptions = {}): string[] {
  const { normalized = false, noPunctuation = false, asianSupport = false, lowercase = false } = options;
  let text = stripTrailing(sentence);
  if (lowercase) text = text.toLowerCase();
  if (normalized) {
    text = separateWesternPunctuation(unescapeMarkup(text));
    if (asianSupport) text = text.replace(asianCharacter, ' $& ');
  }
  if (noPunctuation) {
    text = text.replace(/[.,?:;!"()]/gu, '');
    if (asianSupport) text = text.replace(asianPunctuation, '');
  }
  return splitOnWhitespace(text);
}

/** `\n-`, not `-\n`, is what sacreBLEU takes for a hyphen at the end of a line. */
function unescapeMarkup(text: string): string {
  return text
    .replaceAll('\n-', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}

/** As in BLEU's 13a, but for the English genitive; the order of the rules matters. */
function separateWesternPunctuation(text: string): string {
  return ` ${text} `
    .replace(/[{-~[-` -&(-+:-@/]/gu, ' $& ')
    .replaceAll("'s ", " 's ")
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/gu, '$1 $2 ');
}

const asianMarks = [
  '\\u3001\\u3002\\u3008-\\u3011\\u3014-\\u301f\\uff61-\\uff65\\u30fb', // CJK punctuation
  '\\uff0e\\uff0c\\uff1f\\uff1a\\uff1b\\uff01\\uff02\\uff08\\uff09', // full-width forms of . , ? : ; ! " ( )
].join('');
const asianPunctuation = new RegExp(`[${asianMarks}]`, 'gu');

// sacreBLEU's rules for Hiragana and Katakana are left out: they match only at the start of a sentence, which at that
// point always starts with a blank, so that kana are never split. Its '\u3200-\u3f22' (meant: 32ff) is kept, but holds
// only characters that other ranges split, and a few that have no other meaning here.
const asianCharacter = new RegExp(
  `[${[
    '\\u4e00-\\u9fff\\u3400-\\u4dbf', // unified ideographs, Extension A
    '\\u31c0-\\u31ef\\u2e80-\\u2eff', // strokes, radicals supplement
    '\\u3300-\\u33ff\\uf900-\\ufaff\\ufe30-\\ufe4f', // compatibility characters, ideographs and forms
    '\\u3200-\\u3f22', // enclosed letters and months
    asianMarks,
  ].join('')}]`,
  'gu',
);
