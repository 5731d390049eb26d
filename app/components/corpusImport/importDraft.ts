import type { DetectedImport, ImportFilters, ImportOptionsInput } from '@/lib/domain/corpusImport';

/** The files that a person brought and what was said about them; options hold only what differs from the defaults. */
export interface ImportDraft {
  files: readonly File[];
  name: string;
  options: ImportOptionsInput;
}

/** @returns undefined where these files cannot be one corpus: none, or more than two */
export function draftOf(files: readonly File[]): ImportDraft | undefined {
  const [first] = files;
  if (!first || files.length > 2) return undefined;
  return { files: sourceFirst(files), name: nameOf(first.name), options: {} };
}

/** The corpus's name: the file's, without its endings and without what packed it. */
export function nameOf(fileName: string): string {
  const name = fileName.replace(/(\.[A-Za-z0-9-]{1,8}){1,2}$/, '').trim();
  return (name || fileName).slice(0, 120);
}

const chineseEnding = /[._-](zh|cmn|zho|chi|cn)([._-]\w+)*$/i;

/** Moses files are told apart by the language at the end of their names; the Chinese one is the target. */
function sourceFirst(files: readonly File[]): readonly File[] {
  const [first, second] = files;
  if (!first || !second) return files;
  return chineseEnding.test(first.name) && !chineseEnding.test(second.name) ? [second, first] : files;
}

/** Options with one changed; undefined gives an option back to its default. */
export function withOption<Key extends keyof ImportOptionsInput>(
  options: ImportOptionsInput,
  key: Key,
  value: ImportOptionsInput[Key] | undefined,
): ImportOptionsInput {
  const { [key]: _former, ...rest } = options;
  return value === undefined ? rest : { ...rest, [key]: value };
}

export function withFilter<Key extends keyof ImportFilters>(
  options: ImportOptionsInput,
  key: Key,
  value: ImportFilters[Key],
): ImportOptionsInput {
  return { ...options, filters: { ...options.filters, [key]: value } };
}

/** A column as options name it: a key of JSON Lines by its name, a column of a table by its number from 1. */
export function columnValue(detected: DetectedImport, index: number): number | string {
  return detected.format === 'jsonl' ? (detected.columns[index]?.name ?? index + 1) : index + 1;
}

/** Index into detected.columns of a column that options name; -1 where none is named. */
export function columnIndex(detected: DetectedImport, column: number | string | undefined): number {
  if (column === undefined) return -1;
  return typeof column === 'number' ? column - 1 : detected.columns.findIndex(({ name }) => name === column);
}
