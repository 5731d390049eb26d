import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';
import type { SweepRow } from '@/lib/domain/api';
import { sweepStates } from '@/lib/domain/run';

export const sortings = ['newest', 'oldest', 'name', 'state', 'timeLeft', 'owner'] as const;
export type Sorting = (typeof sortings)[number];

/** What a person has chosen to see of the list, as it stands in the address. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(sweepStates),
  tag: parseAsString,
  corpus: parseAsString,
  archived: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(sortings).withDefault('newest'),
};

export interface ListState {
  q: string;
  state: SweepRow['state'] | null;
  tag: string | null;
  corpus: string | null;
  archived: boolean;
  sort: Sorting;
}

/** The sweeps that a person asked for, in their order; ties keep the newest first. */
export function chosenSweeps(sweeps: readonly SweepRow[], state: ListState, language: string): SweepRow[] {
  const words = state.q.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  const chosen = sweeps.filter(
    (sweep) =>
      sweep.archived === state.archived &&
      (state.state === null || sweep.state === state.state) &&
      (state.tag === null || sweep.tags.includes(state.tag)) &&
      (state.corpus === null || sweep.corpusSlug === state.corpus) &&
      hasWords(sweep, words, language),
  );
  const newest = chosen.sort((a, b) => b.createdAtMs - a.createdAtMs);
  const compare = comparisons(language)[state.sort];
  return compare ? newest.sort(compare) : newest;
}

function hasWords(sweep: SweepRow, words: readonly string[], language: string): boolean {
  if (words.length === 0) return true;
  const { name, question, tags, owner, corpusSlug } = sweep;
  const text = [name, question, ...tags, owner, corpusSlug].join('\n').toLocaleLowerCase(language);
  return words.every((word) => text.includes(word));
}

type Compare = (a: SweepRow, b: SweepRow) => number;

const stateOrder: readonly SweepRow['state'][] = ['running', 'queued', 'failed', 'cancelled', 'finished'];

function comparisons(language: string): Partial<Record<Sorting, Compare>> {
  const collator = new Intl.Collator(language, { numeric: true });
  const lastWhereEmpty = (a: string, b: string) =>
    Number(a === '') - Number(b === '') || collator.compare(a, b);
  const leftMs = ({ timeLeftMs }: SweepRow) => timeLeftMs?.expected ?? Number.MAX_VALUE;
  return {
    oldest: (a, b) => a.createdAtMs - b.createdAtMs,
    name: (a, b) => collator.compare(a.name, b.name),
    state: (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state),
    timeLeft: (a, b) => leftMs(a) - leftMs(b),
    owner: (a, b) => lastWhereEmpty(a.owner, b.owner),
  };
}

/** Different values in alphabetical order, for a list to choose from. */
export function distinct(values: readonly string[], language: string): string[] {
  return [...new Set(values)].sort(new Intl.Collator(language, { numeric: true }).compare);
}
