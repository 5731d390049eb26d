/** Cuts a sentence into the symbols that a model reads or writes. */
export interface Tokenizer {
  /** At least one token for every text that is not blank. */
  encode(text: string): string[];
  /** The text that tokens stand for; the text itself where the kind is lossless (see kinds). */
  join(tokens: readonly string[]): string;
}
