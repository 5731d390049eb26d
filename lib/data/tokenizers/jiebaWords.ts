import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { packagePath } from './packages';
import type { Tokenizer } from './tokenizer';

type Cut = (text: string) => string[];
let loaded: Cut | undefined;

/**
 * Chinese words by jieba: its dictionary, and its hidden Markov model for words that are not in it. Blanks and
 * punctuation marks are tokens too, so join(encode(text)) is the text, as long as it is well-formed Unicode.
 */
export const jiebaWords: Tokenizer = {
  encode: (text) => {
    loaded ??= loadJieba();
    return loaded(text);
  },
  join: (tokens) => tokens.join(''),
};

/** Reading the dictionary (5 MB) takes 0.15 s. */
function loadJieba(): Cut {
  const path = packagePath(jiebaPackage);
  const load = createRequire(path);
  const { Jieba }: typeof import('@node-rs/jieba') = load(path);
  // The package's dict.js would read 6 MB of word weights beside it, which cutting does not use.
  const jieba = Jieba.withDict(readFileSync(packagePath(jiebaPackage, 'dict.txt')));
  return (text) => jieba.cut(text, true);
}

export const jiebaPackage = '@node-rs/jieba';
