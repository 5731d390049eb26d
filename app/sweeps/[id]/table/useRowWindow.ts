'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect } from 'react';

/** Heights of a row in px, as table.module.css sets them. */
export const rowHeights = { compact: 30, roomy: 40 } as const;
const headPx = 56;

export interface RowWindow {
  /** Indices of the rows that are in the page. */
  indices: number[];
  /** Heights of what is left out above and below, in px. */
  beforePx: number;
  afterPx: number;
}

/** Which rows are in sight, with some beyond, so that ten thousand cost no more than fifty. */
export function useRowWindow(scroll: RefObject<HTMLElement | null>, count: number, rowPx: number): RowWindow {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 10,
    scrollMargin: headPx,
    // What the server renders, before there is a window to measure.
    initialRect: { width: 1280, height: 700 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes that were measured before are of another density
  useLayoutEffect(() => virtual.measure(), [virtual, rowPx]);
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  return {
    indices: items.map(({ index }) => index),
    beforePx: first ? first.index * rowPx : 0,
    afterPx: last ? (count - 1 - last.index) * rowPx : count * rowPx,
  };
}
