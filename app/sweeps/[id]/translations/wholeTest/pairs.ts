import type { HypothesesResponse } from '@/lib/domain/api';
import { withoutBlanks } from '../../../../translations/alignment';

export const pairOrders = ['differ', 'firstBetter', 'secondBetter', 'inOrder'] as const;
export type PairOrder = (typeof pairOrders)[number];

/** One sentence of a test split as two runs translate it. */
export interface Pair {
  /** Its place in the test split, from 0. */
  index: number;
  source: string;
  references: string[];
  first: string;
  second: string;
  isSame: boolean;
}

/** A pair with chrF2 of both translations, 0 to 100. */
export interface ScoredPair extends Pair {
  firstScore: number;
  secondScore: number;
}

type Sentences = HypothesesResponse['sentences'];

/** The sentences of two runs side by side; undefined where they are not of the same test split. */
export function pairsOf(first: Sentences, second: Sentences): Pair[] | undefined {
  if (first.length !== second.length) return undefined;
  const pairs = first.flatMap((a, index) => {
    const b = second[index];
    if (!b || a.source !== b.source) return [];
    return [
      {
        index,
        source: a.source,
        references: a.references,
        first: a.hypothesis,
        second: b.hypothesis,
        isSame: withoutBlanks(a.hypothesis) === withoutBlanks(b.hypothesis),
      },
    ];
  });
  return pairs.length === first.length ? pairs : undefined;
}

/** By how much the first is better, in points of chrF2. */
export function advantage({ firstScore, secondScore }: ScoredPair): number {
  return firstScore - secondScore;
}

/** In the wanted order; pairs that are equal in it keep the order of the test split. */
export function orderedPairs(pairs: readonly ScoredPair[], order: PairOrder): ScoredPair[] {
  const key = {
    differ: (pair: ScoredPair) => -Math.abs(advantage(pair)),
    firstBetter: (pair: ScoredPair) => -advantage(pair),
    secondBetter: advantage,
    inOrder: () => 0,
  }[order];
  return pairs.toSorted((a, b) => key(a) - key(b) || a.index - b.index);
}

/** Pairs whose texts hold `text`, whatever their case. */
export function matchingPairs(
  pairs: readonly ScoredPair[],
  text: string,
  onlyDifferent: boolean,
): ScoredPair[] {
  const wanted = text.trim().toLowerCase();
  return pairs.filter(
    (pair) =>
      !(onlyDifferent && pair.isSame) &&
      (wanted === '' ||
        [pair.source, pair.first, pair.second, ...pair.references].some((each) =>
          each.toLowerCase().includes(wanted),
        )),
  );
}

/** How often each is better; the rest are as good as one another. */
export function winsOf(pairs: readonly ScoredPair[]): { first: number; second: number; equal: number } {
  const first = pairs.filter((pair) => advantage(pair) > 0).length;
  const second = pairs.filter((pair) => advantage(pair) < 0).length;
  return { first, second, equal: pairs.length - first - second };
}
