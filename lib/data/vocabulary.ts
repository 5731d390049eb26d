import { endId, padId, startId } from '@/lib/model/config';

/** Follows the ids that the model knows (lib/model/config). */
export const unknownId = 3;
/** pad, start, end, unknown */
export const specialCount = 4;
/** Stands in a hypothesis where the model chose the unknown symbol: one character, so that it costs what it should. */
export const unknownText = '□';

export interface CountedSymbol {
  symbol: string;
  /** Occurrences in the training pairs that are used. */
  count: number;
}

/** Symbols and their ids: pad 0, start 1, end 2, unknown 3, then the most frequent first. */
export class Vocabulary {
  /** In the order of their ids, which begin after the special ones. */
  readonly symbols: readonly CountedSymbol[];
  readonly #ids: ReadonlyMap<string, number>;

  private constructor(symbols: readonly CountedSymbol[]) {
    this.symbols = symbols;
    this.#ids = new Map(symbols.map(({ symbol }, index) => [symbol, index + specialCount]));
  }

  /** @param symbols in the order of their ids, as a vocabulary gave them */
  static of(symbols: readonly CountedSymbol[]): Vocabulary {
    return new Vocabulary(symbols);
  }

  /**
   * @param sentences tokens of the training pairs that are used, and of no others
   * @param maxSize symbols kept at most, the four special ones included; of equally frequent ones those that sort
   *   first by code point
   * @param minFrequency symbols that occur less often are left out
   */
  static build(sentences: Iterable<readonly string[]>, maxSize: number, minFrequency = 1): Vocabulary {
    const ordered = countSymbols(sentences).filter(({ count }) => count >= minFrequency);
    return new Vocabulary(ordered.slice(0, Math.max(0, maxSize - specialCount)));
  }

  /** Special symbols included. */
  get size(): number {
    return this.symbols.length + specialCount;
  }

  knows(token: string): boolean {
    return this.#ids.has(token);
  }

  encode(tokens: readonly string[]): number[] {
    return tokens.map((token) => this.#ids.get(token) ?? unknownId);
  }

  /** Leaves pad, start and end out; unknown becomes unknownText. */
  decode(ids: Iterable<number>): string[] {
    const tokens: string[] = [];
    for (const id of ids) {
      if (id === padId || id === startId || id === endId) continue;
      tokens.push(this.symbols[id - specialCount]?.symbol ?? unknownText);
    }
    return tokens;
  }
}

/** All symbols of some sentences, the most frequent first and of equally frequent ones those that sort first. */
export function countSymbols(sentences: Iterable<readonly string[]>): CountedSymbol[] {
  const counts = new Map<string, number>();
  for (const tokens of sentences) {
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return [...counts]
    .map(([symbol, count]) => ({ symbol, count }))
    .sort((a, b) => b.count - a.count || compareCodePoints(a.symbol, b.symbol));
}

/** JavaScript compares UTF-16 units, which puts characters beyond the basic plane before U+E000. */
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
