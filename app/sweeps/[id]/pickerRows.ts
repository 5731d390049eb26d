import type { RunRow } from '@/lib/domain/api';
import type { Names } from '../../format/names';
import { runKey } from './runKey';
import type { VariantRow } from './variantRows';

/** A line of the picker: a variant, or under an unfolded one a run of it. */
export type PickerRow =
  | { kind: 'variant'; id: string; variant: VariantRow; keys: string[]; isOpen: boolean }
  | { kind: 'run'; id: string; variant: VariantRow; keys: string[]; run: RunRow };

/** Every word must occur in the variant's full text: "d_model 64 learned". */
export function matchingVariants(
  variants: readonly VariantRow[],
  search: string,
  names: Names,
): VariantRow[] {
  const parts = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [...variants];
  return variants.filter((variant) => {
    const text = `${names.variant(variant.levels)} ${names.shortVariant(variant.levels)}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

export function pickerRows(variants: readonly VariantRow[], open: ReadonlySet<number>): PickerRow[] {
  return variants.flatMap((variant) => {
    const isOpen = open.has(variant.variantIndex);
    const row: PickerRow = {
      kind: 'variant',
      id: String(variant.variantIndex),
      variant,
      keys: variant.runs.map(runKey),
      isOpen,
    };
    if (!isOpen) return [row];
    const runs = [...variant.runs].sort((a, b) => a.seed - b.seed);
    return [
      row,
      ...runs.map((run): PickerRow => ({ kind: 'run', id: runKey(run), variant, keys: [runKey(run)], run })),
    ];
  });
}

export type Shown = 'all' | 'some' | 'none';

export function shownOf(keys: readonly string[], hidden: ReadonlySet<string>): Shown {
  const count = keys.filter((key) => !hidden.has(key)).length;
  if (count === 0) return 'none';
  return count === keys.length ? 'all' : 'some';
}
