import { endId, padId, startId } from '@/lib/model/config';

/** Follows the ids that the model knows (lib/model/config). */
export const unknownId = 3;
/** pad, start, end, unknown */
const specialCount = 4;
/** Stands in a hypothesis where the model chose the unknown symbol: one character, so that it costs what it should. */
export const unknownText = '□';

/** Symbols and their ids: pad 0, start 1, end 2, unknown 3, then the most frequent first. */
export class Vocabulary {
  readonly #tokens: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  private constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
    this.#ids = new Map(tokens.map((token, index) => [token, index + specialCount]));
  }

  /**
   * @param sentences tokens of the training pairs that are used, and of no others
   * @param maxSize symbols kept at most, the four special ones included; of equally frequent ones those that sort
   *   first by code point
   */
  static build(sentences: Iterable<readonly string[]>, maxSize: number): Vocabulary {
    const counts = new Map<string, number>();
    for (const tokens of sentences) {
      for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    const ordered = [...counts].sort(
      ([tokenA, countA], [tokenB, countB]) => countB - countA || compareCodePoints(tokenA, tokenB),
    );
    return new Vocabulary(ordered.slice(0, Math.max(0, maxSize - specialCount)).map(([token]) => token));
  }

  /** Special symbols included. */
  get size(): number {
    return this.#tokens.length + specialCount;
  }

  encode(tokens: readonly string[]): number[] {
    return tokens.map((token) => this.#ids.get(token) ?? unknownId);
  }

  /** Leaves pad, start and end out; unknown becomes unknownText. */
  decode(ids: Iterable<number>): string[] {
    const tokens: string[] = [];
    for (const id of ids) {
      if (id === padId || id === startId || id === endId) continue;
      tokens.push(this.#tokens[id - specialCount] ?? unknownText);
    }
    return tokens;
  }
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
