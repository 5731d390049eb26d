import type { TableRow } from './tableRows';

/** Whether all runs of a row are selected; a variant is selected by its index, a run by variant.seed. */
export function isPicked(row: TableRow, picks: ReadonlySet<string>): boolean {
  if (picks.has(String(row.variantIndex))) return true;
  return row.isVariant ? (row.children ?? []).every(({ key }) => picks.has(key)) : picks.has(row.key);
}

/**
 * The selection with a row added or taken away. Taking a run out of a variant that is selected as a whole leaves its
 * other runs selected.
 *
 * @param siblings keys of all runs of the row's variant
 */
export function withPicked(
  picks: readonly string[],
  row: TableRow,
  siblings: readonly string[],
  isSelected: boolean,
): string[] {
  const variant = String(row.variantIndex);
  const own = row.isVariant ? [variant, ...siblings] : [row.key];
  const rest = picks.filter((pick) => !own.includes(pick) && pick !== variant);
  const wasWhole = picks.includes(variant);
  const others = wasWhole && !row.isVariant ? siblings.filter((key) => key !== row.key) : [];
  const kept = [...rest, ...others.filter((key) => !rest.includes(key))];
  if (!isSelected) return kept;
  return [...kept, row.key];
}
