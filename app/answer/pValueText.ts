import type { Formats } from '../format/formats';

/** "= 0.012", "< 0.001": below three digits a p says no more than that it is small; one below 0.05 is never rounded up to it. */
export function pValueText(p: number | null, formats: Formats): string {
  if (p === null) return '= ?';
  if (p < 0.001) return `< ${formats.fixed(0.001, 3)}`;
  const digits = p < 0.1 ? 3 : 2;
  return `= ${formats.fixed(p < 0.05 ? Math.min(p, 0.0494) : p, digits)}`;
}
