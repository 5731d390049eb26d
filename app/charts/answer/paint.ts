import { displayWidth } from '@/lib/export/displayWidth';

/**
 * Colours of the answer's figures: the page's own where there is a page, and these where the picture stands alone (a
 * saved file). Presentation attributes, so that neither the page's security policy nor a report needs inline styles.
 */
export const paint = {
  ink: 'var(--ink, #14171a)',
  soft: 'var(--ink-soft, #4a525b)',
  line: 'var(--line-strong, #8a929c)',
  grid: 'var(--grid, #e6e9ec)',
  accent: 'var(--accent, #1f4fbf)',
  band: 'var(--accent-wash, #e8eefb)',
  page: 'var(--page, #ffffff)',
} as const;

/** Of series within one figure: Okabe & Ito, each with a marker and a dash of its own, so that colour does not stand alone. */
export const seriesLooks = [
  { stroke: 'var(--hue-0, #0072b2)', dash: undefined },
  { stroke: 'var(--hue-1, #d55e00)', dash: '7 4' },
  { stroke: 'var(--hue-2, #009e73)', dash: '2 3' },
  { stroke: 'var(--hue-3, #cc79a7)', dash: '9 3 2 3' },
] as const;

export const textSize = 12;

/** Tabular, so that numbers beneath each other line up. */
export const figureText = {
  fontFamily: 'var(--sans, system-ui, sans-serif)',
  fontSize: textSize,
} as const;

/** Of a text in px: a static picture cannot measure. Half an em a column is a little more than the usual fonts take. */
export function approximateWidth(text: string): number {
  return (displayWidth(text) * textSize) / 1.9;
}
