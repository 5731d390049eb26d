import { MergeQueue } from './mergeQueue';
import type { Tokenizer } from './tokenizer';

/** Two neighbouring symbols that become one, earlier merges first. */
export type Merge = readonly [left: string, right: string];

/** A piece is seldom longer than a word; where a language has no blanks it is a sentence, seldom seen again. */
const mostCachedPieces = 100_000;

/**
 * Byte-pair encoding (Sennrich et al. 2016 §3.2) on code points. A sentence gets one blank in front and is cut into
 * pieces, each a blank with what follows it, as SentencePiece and Hugging Face's Metaspace do it; here the blank stays
 * a blank instead of ▁, so that joining the tokens and dropping the first blank gives back exactly the text. Merges
 * never cross pieces.
 *
 * @param merges in the order in which they were learned
 */
export function bpeTokenizer(merges: readonly Merge[]): Tokenizer {
  const ranks = new Map<string, Map<string, number>>();
  for (const [rank, [left, right]] of merges.entries()) {
    const rights = ranks.get(left) ?? new Map<string, number>();
    ranks.set(left, rights);
    if (!rights.has(right)) rights.set(right, rank);
  }
  const cache = new Map<string, string[]>();
  const encodePiece = (piece: string): string[] => {
    const known = cache.get(piece);
    if (known) return known;
    const tokens = mergePiece(piece, (left, right) => ranks.get(left)?.get(right));
    if (cache.size >= mostCachedPieces) cache.clear();
    cache.set(piece, tokens);
    return tokens;
  };
  return {
    encode: (text) => bpePieces(text).flatMap(encodePiece),
    join: (tokens) => {
      const text = tokens.join('');
      return text.startsWith(' ') ? text.slice(1) : text;
    },
  };
}

/** A line feed is a piece of its own: the trainer reads one piece a line. */
export function bpePieces(text: string): string[] {
  return ` ${text}`.match(/\n| [^ \n]*|[^ \n]+/g) ?? [];
}

/** Of all pairs that can be merged the one that was learned first, and of those the leftmost, until none is left. */
function mergePiece(piece: string, rankOf: (left: string, right: string) => number | undefined): string[] {
  const symbols: (string | undefined)[] = Array.from(piece);
  const next = symbols.map((_, index) => index + 1);
  const previous = symbols.map((_, index) => index - 1);
  const queue = new MergeQueue();
  const offer = (left: number): void => {
    const rank = rankOf(symbols[left] ?? '', symbols[next[left] ?? -1] ?? '');
    if (rank !== undefined) queue.push(rank, left);
  };
  for (const index of symbols.keys()) offer(index);
  for (let top = queue.pop(); top; top = queue.pop()) {
    const { rank, position } = top;
    const right = next[position] ?? -1;
    const [leftSymbol, rightSymbol] = [symbols[position], symbols[right]];
    // An entry can be out of date: one of its symbols has been merged since.
    if (leftSymbol === undefined || rightSymbol === undefined || rankOf(leftSymbol, rightSymbol) !== rank) {
      continue;
    }
    symbols[position] = leftSymbol + rightSymbol;
    symbols[right] = undefined;
    const after = next[right] ?? symbols.length;
    next[position] = after;
    if (after < symbols.length) previous[after] = position;
    offer(position);
    const before = previous[position] ?? -1;
    if (before >= 0) offer(before);
  }
  return symbols.filter((symbol) => symbol !== undefined);
}
