import { activityEntries } from './activities';
import { peopleEntries } from './people';
import { placeEntries } from './places';
import { qualityEntries } from './qualities';
import { thingEntries } from './things';
import { timeEntries } from './times';

/** A word or fixed phrase of the lexicon; `zh` are the parts that its Chinese shows up as, in order. */
export interface LexicalEntry {
  readonly category: string;
  readonly en: string;
  readonly zh: readonly string[];
}

/** Everything the grammar has a translation for, once each. */
export const lexicalEntries: readonly LexicalEntry[] = [
  ...new Map(
    Object.entries({
      ...peopleEntries,
      ...activityEntries,
      ...thingEntries,
      ...placeEntries,
      ...timeEntries,
      ...qualityEntries,
    }).flatMap(([category, entries]) =>
      entries.map((entry) => [`${entry.en}/${entry.zh.join('')}`, { category, ...entry }] as const),
    ),
  ).values(),
];
