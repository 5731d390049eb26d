'use client';
import { useEffect, useState } from 'react';
import { sentenceChrf } from '@/lib/metrics/chrf';
import type { Pair, ScoredPair } from './pairs';

/** Short enough that hovering and typing go on between two slices. */
const sliceMs = 12;

/** Scores the sentences in slices: thousands of them take longer than the page may stand still. */
export function useScoredPairs(pairs: readonly Pair[] | undefined): {
  scored: readonly ScoredPair[] | undefined;
  /** How many sentences have been scored. */
  done: number;
} {
  const [state, setState] = useState<{ of: typeof pairs; done: number; scored?: readonly ScoredPair[] }>();
  useEffect(() => {
    if (!pairs) return undefined;
    const scored: ScoredPair[] = [];
    let timer: ReturnType<typeof setTimeout>;
    const slice = () => {
      const until = performance.now() + sliceMs;
      while (scored.length < pairs.length && performance.now() < until) {
        const pair = pairs[scored.length];
        if (pair) scored.push(scoredPair(pair));
      }
      if (scored.length === pairs.length) setState({ of: pairs, done: scored.length, scored });
      else {
        setState({ of: pairs, done: scored.length });
        timer = setTimeout(slice);
      }
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  }, [pairs]);
  return state && state.of === pairs
    ? { scored: state.scored, done: state.done }
    : { scored: undefined, done: 0 };
}

function scoredPair(pair: Pair): ScoredPair {
  const firstScore = sentenceChrf(pair.first, pair.references).score;
  return {
    ...pair,
    firstScore,
    secondScore: pair.isSame ? firstScore : sentenceChrf(pair.second, pair.references).score,
  };
}
