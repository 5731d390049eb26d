import { capitalise } from './english';

/** An English sentence and its Chinese translation. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/** A template: named slots, each with its fillers, and a rendering of one choice of fillers. */
export interface Construction {
  readonly name: string;
  /** Its share of the phrasebook, relative to the other constructions. */
  readonly weight: number;
  /** The pair of the nth draw; undefined where the fillers do not go together. */
  readonly draw: (index: number) => Pair | undefined;
}

type Slots = Readonly<Record<string, readonly unknown[]>>;
type Filled<S extends Slots> = { readonly [K in keyof S]: S[K][number] };

/** FNV-1a followed by the finaliser of MurmurHash3: a well-mixed 32-bit hash of a short key. */
function hash32(key: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The numbers below `length` in an order that depends on nothing but `key`. */
function permutation(length: number, key: string): readonly number[] {
  const rank = Array.from({ length }, (_, i) => hash32(`${key}:${i}`));
  return rank.map((_, i) => i).sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b);
}

/**
 * Deals a slot's fillers like a deck of cards: every filler once in a hash-ordered cycle, then the
 * next cycle in another order. So each filler comes up equally often, and slots stay independent.
 */
function deck<T>(fillers: readonly T[], key: string): (index: number) => T {
  let cycle = -1;
  let order: readonly number[] = [];
  return (index) => {
    const wanted = Math.floor(index / fillers.length);
    if (wanted !== cycle) {
      cycle = wanted;
      order = permutation(fillers.length, `${key}/${cycle}`);
    }
    return fillers[order[index % fillers.length] ?? 0] as T;
  };
}

/**
 * Defines a construction.
 *
 * @param render the pair for one choice of fillers, or false where they do not go together.
 */
export function construction<const S extends Slots>(
  name: string,
  weight: number,
  slots: S,
  render: (filled: Filled<S>) => Pair | false,
): Construction {
  const decks = Object.entries(slots).map(
    ([slot, fillers]) => [slot, deck(fillers, `${name}/${slot}`)] as const,
  );
  return {
    name,
    weight,
    draw: (index) => {
      const filled = Object.fromEntries(decks.map(([slot, deal]) => [slot, deal(index)]));
      return render(filled as Filled<S>) || undefined;
    },
  };
}

/** A statement: full stop in both languages. */
export function say(english: string, chinese: string): Pair {
  return { source: `${capitalise(english)}.`, target: `${chinese}。` };
}

/** A question. 吗 is the caller's: yes/no questions alone take it. */
export function ask(english: string, chinese: string): Pair {
  return { source: `${capitalise(english)}?`, target: `${chinese}？` };
}

export function exclaim(english: string, chinese: string): Pair {
  return { source: `${capitalise(english)}!`, target: `${chinese}！` };
}
