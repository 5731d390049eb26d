'use client';
import { parseAsBoolean, parseAsInteger, useQueryStates } from 'nuqs';

const parsers = {
  /** Indexes of variants; without them, pairChoice's. */
  sentenceBaseline: parseAsInteger,
  sentenceVariant: parseAsInteger,
  /** Whether it was asked for: comparing takes the server seconds. */
  sentences: parseAsBoolean.withDefault(false),
};

export function useSentencesState() {
  return useQueryStates(parsers, { history: 'push' });
}
