'use client';
import { type RefObject, useLayoutEffect, useMemo } from 'react';
import type { Formats } from '../../../format/formats';
import type { Words } from '../../../i18n/words';
import { cellText } from './cellText';
import type { ResultColumn } from './column';
import { columnWidth } from './columnWidth';
import { deltaOf } from './ranking';
import { summaryOf, type TableRow } from './tableRows';

/** Widths are measured on so many rows. */
const measuredRows = 60;

/** Widths of the shown columns in px. */
export function useColumnWidths(
  shown: readonly ResultColumn[],
  rows: readonly TableRow[],
  baseline: TableRow | undefined,
  words: Words<'table'>,
  formats: Formats,
): readonly number[] {
  return useMemo(() => {
    const sample = rows.slice(0, measuredRows);
    return shown.map((column) => {
      const texts = sample.map((row) => {
        const { text, spread, count } = cellText(row, column, summaryOf(row, column), words, formats);
        const delta = baseline ? deltaOf(row, baseline, column)?.text : undefined;
        return [text, spread && ` ± ${spread}`, count, delta && `  ${delta} ▲`].filter(Boolean).join('');
      });
      return columnWidth(column.title, column.kind === 'time' ? ['00 Sept 0000, 00:00:00'] : texts);
    });
  }, [shown, rows, baseline, words, formats]);
}

/**
 * Tells the stylesheet how wide the chosen columns are and where those that stay begin, after the row's name: by CSSOM, because the policy on
 * content forbids style attributes in the server's markup.
 */
export function useMeasures(
  scroll: RefObject<HTMLElement | null>,
  widths: readonly number[],
  pinned: number,
): void {
  useLayoutEffect(() => {
    const style = scroll.current?.style;
    let left = 0;
    for (let at = 0; at < pinned; at += 1) {
      style?.setProperty(`--pin-${at}`, `${left}px`);
      left += widths[at] ?? 0;
    }
    style?.setProperty('--columns-width', `${widths.reduce((sum, each) => sum + each, 0)}px`);
  }, [scroll, widths, pinned]);
}
