'use client';
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const parts = ['sample', 'whole'] as const;
export const sentenceFilters = ['all', 'differ', 'wrong'] as const;
export type SentenceFilter = (typeof sentenceFilters)[number];
export const lineCounts = [4, 7, 12, 24] as const;

const parsers = {
  /** The fixed sentences over the epochs, or the whole test split of two runs. */
  part: parseAsStringLiteral(parts).withDefault('sample'),
  split: parseAsStringLiteral(['test', 'train'] as const).withDefault('test'),
  /** Key of the run that translations are held against; without it, the reference. */
  against: parseAsString,
  only: parseAsStringLiteral(sentenceFilters).withDefault('all'),
  scores: parseAsBoolean.withDefault(true),
  lines: parseAsInteger.withDefault(7),
};

/** What a person chooses of this view: discrete choices, each of which the back button takes back. */
export function useTranslationsState() {
  return useQueryStates(parsers, { history: 'push' });
}

const passingParsers = {
  /** Without it, the newest epoch, also while new ones come. */
  epoch: parseAsInteger,
  /** Text that the sentences must hold. */
  q: parseAsString.withDefault(''),
};

/** What changes with every key or frame and would fill the history. */
export function usePassingState() {
  return useQueryStates(passingParsers, { history: 'replace' });
}
