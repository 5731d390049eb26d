import { bpePieces, type Merge } from '@/lib/data/tokenizers/bpe';

/**
 * BPE as the paper's listing has it (Sennrich et al. 2016, algorithm 1): counts all pairs anew for every merge. Ties go
 * to the pair whose symbols are older, characters being numbered by code point.
 */
export function referenceMerges(sentences: readonly string[], wanted: number): Merge[] {
  let pieces = sentences.flatMap(bpePieces).map((piece) => Array.from(piece));
  const numbers = new Map<string, number>();
  const number = (symbol: string): number => {
    const known = numbers.get(symbol) ?? numbers.size;
    numbers.set(symbol, known);
    return known;
  };
  const characters = [...new Set(pieces.flat())].filter((character) => character !== '\n');
  for (const character of characters.sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))) {
    number(character);
  }
  const merges: Merge[] = [];
  while (merges.length < wanted) {
    const counts = new Map<string, { pair: Merge; count: number }>();
    for (const piece of pieces) {
      for (const [index, left] of piece.slice(0, -1).entries()) {
        const pair: Merge = [left, piece[index + 1] ?? ''];
        const key = JSON.stringify(pair);
        counts.set(key, { pair, count: (counts.get(key)?.count ?? 0) + 1 });
      }
    }
    const [best] = [...counts.values()].sort(
      (a, b) =>
        b.count - a.count || number(a.pair[0]) - number(b.pair[0]) || number(a.pair[1]) - number(b.pair[1]),
    );
    if (!best) break;
    merges.push(best.pair);
    number(best.pair.join(''));
    pieces = pieces.map((piece) => applyMerge(piece, best.pair));
  }
  return merges;
}

/** Merges one after the other, each wherever it fits, from the left. */
export function referenceEncode(text: string, merges: readonly Merge[]): string[] {
  return bpePieces(text).flatMap((piece) => merges.reduce(applyMerge, Array.from(piece)));
}

function applyMerge(piece: string[], [left, right]: Merge): string[] {
  const merged: string[] = [];
  for (let index = 0; index < piece.length; index++) {
    const symbol = piece[index] ?? '';
    const fits = symbol === left && piece[index + 1] === right;
    merged.push(fits ? left + right : symbol);
    if (fits) index++;
  }
  return merged;
}
