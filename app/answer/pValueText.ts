import type { Formats } from '../format/formats';

/** "= 0.012", "< 0.001": below three digits a p says no more than that it is small. */
export function pValueText(p: number | null, formats: Formats): string {
  if (p === null) return '= ?';
  if (p < 0.001) return `< ${formats.fixed(0.001, 3)}`;
  return `= ${formats.fixed(p, p < 0.1 ? 3 : 2)}`;
}
