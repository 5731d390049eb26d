import { displayWidth } from '@/lib/export/displayWidth';

/** Of the interface's 13 px tabular numerals, in px a column of a terminal. */
const characterPx = 7.2;
const paddingPx = 22;
/** Beside the heading's words: the sort mark and the button of its menu. */
const headingToolsPx = 58;
const leastPx = 64;
const mostPx = 260;
/** A heading may take so many lines. */
const headingLines = 3;

/**
 * The width of a column in px. It is fixed, because only the rows in sight are in the page: a column that followed its
 * content would jump while one scrolls.
 *
 * @param texts what some of its cells say
 */
export function columnWidth(title: string, texts: readonly string[]): number {
  const words = title.split(/\s+/).map(displayWidth);
  const heading = Math.max(...words, Math.ceil(displayWidth(title) / headingLines)) * characterPx;
  const body = Math.max(0, ...texts.map(displayWidth)) * characterPx;
  const width = Math.max(heading + headingToolsPx, body + paddingPx, leastPx);
  return Math.round(Math.min(width, mostPx));
}
