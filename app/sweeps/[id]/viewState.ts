import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';

/** What a person selects on a sweep's page; it is in the address, so a link shows the same view. */
export const viewParsers = {
  x: parseAsStringLiteral(['epoch', 'step'] as const).withDefault('epoch'),
  log: parseAsBoolean.withDefault(false),
  /** Hidden runs, as variant.seed. */
  hide: parseAsArrayOf(parseAsString).withDefault([]),
  /** Columns that the table is sorted by, first first: test/bleu:desc. */
  sort: parseAsArrayOf(parseAsString).withDefault([]),
};

export interface SortColumn {
  id: string;
  desc: boolean;
}

export function parseSort(texts: readonly string[]): SortColumn[] {
  return texts.map((text) => {
    const desc = text.endsWith(':desc');
    return { id: desc ? text.slice(0, -':desc'.length) : text, desc };
  });
}

export function formatSort(columns: readonly SortColumn[]): string[] {
  return columns.map(({ id, desc }) => (desc ? `${id}:desc` : id));
}

/** The hidden runs after the given ones were shown or hidden; order kept, nothing twice. */
export function withHidden(hidden: readonly string[], keys: readonly string[], hide: boolean): string[] {
  const rest = hidden.filter((key) => !keys.includes(key));
  return hide ? [...rest, ...keys] : rest;
}
