import { countSymbols, type Vocabulary } from './vocabulary';

/** Symbols of some sentences that a vocabulary does not know. */
export interface UnknownSymbols {
  /** All symbols of the sentences, START and END not among them. */
  tokens: number;
  unknown: number;
  /** The most frequent unknown symbols first. */
  examples: string[];
}

const shownExamples = 20;

/** @param sentences tokens of whole sentences, whatever the model sees of them */
export function countUnknown(
  sentences: readonly (readonly string[])[],
  vocabulary: Vocabulary,
): UnknownSymbols {
  const unknown = sentences.map((tokens) => tokens.filter((token) => !vocabulary.knows(token)));
  const sum = (lists: readonly (readonly string[])[]) =>
    lists.reduce((total, { length }) => total + length, 0);
  return {
    tokens: sum(sentences),
    unknown: sum(unknown),
    examples: countSymbols(unknown)
      .slice(0, shownExamples)
      .map(({ symbol }) => symbol),
  };
}

export function unknownShare({ tokens, unknown }: UnknownSymbols): number {
  return tokens === 0 ? 0 : unknown / tokens;
}
