import type { Formats } from '../format/formats';
import type { Messages } from '../i18n/en';
import type { Words } from '../i18n/words';

type RemovedKey = keyof Messages['corpora']['removed'];

/** Reasons as importers store them (lib/data/importers/importTally.ts). */
const keys: Record<string, RemovedKey> = {
  'blank lines': 'blankLines',
  'empty sentences': 'emptySentences',
  'exact duplicates': 'exactDuplicates',
  'repeated sources': 'repeatedSources',
  'too short': 'tooShort',
  'too long': 'tooLong',
  'length ratio': 'lengthRatio',
  'traditional script': 'traditionalScript',
  'simplified script': 'simplifiedScript',
  'mixed scripts': 'mixedScripts',
  'no letters': 'noLetters',
  'units without both languages': 'oneLanguage',
  'further variants of a unit': 'furtherVariants',
  'fuzzy entries': 'fuzzy',
  'obsolete entries': 'obsolete',
  'untranslated entries': 'untranslated',
  'further plural forms': 'furtherPlurals',
  'messages without a Chinese text': 'untranslatedMessages',
};

/** What an import left out, a part each: "100 exact duplicates", "1 blank line"; empty where it kept everything. */
export function removedTexts(removed: Record<string, number>, words: Words<'corpora'>): string[] {
  return Object.entries(removed)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => words(`removed.${keys[reason] ?? 'other'}`, { count, reason }));
}

/** The same in one line: "100 exact duplicates, 1 blank line"; "nothing" where it kept everything. */
export function removedText(
  removed: Record<string, number>,
  words: Words<'corpora'>,
  formats: Formats,
): string {
  const parts = removedTexts(removed, words);
  return parts.length === 0 ? words('nothing') : formats.list(parts);
}
