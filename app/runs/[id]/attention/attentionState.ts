'use client';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { attentionKinds } from './heads';

export const beamWidths = [1, 2, 4, 8] as const;

const parsers = {
  /** The sentence that is translated. */
  text: parseAsString.withDefault(''),
  /** 1: greedy. */
  beam: parseAsInteger.withDefault(1),
  kind: parseAsStringLiteral(attentionKinds).withDefault('cross'),
  /** From 1; without it, the last layer. */
  layer: parseAsInteger,
  /** From 1; without it, the mean over heads. */
  head: parseAsInteger,
};

/** What a person looks at; a link shows the same sentence in the same head. */
export function useAttentionState() {
  return useQueryStates(parsers, { history: 'push' });
}
