'use client';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import styles from './table.module.css';
import { useRowWindow } from './useRowWindow';

/** The rows in sight, between two spacers; apart from the heading, so that scrolling does not draw it again. */
export function VirtualRows({
  scroll,
  count,
  rowPx,
  columnCount,
  rowAt,
}: {
  scroll: RefObject<HTMLElement | null>;
  count: number;
  rowPx: number;
  columnCount: number;
  rowAt: (index: number) => ReactNode;
}) {
  const { indices, beforePx, afterPx } = useRowWindow(scroll, count, rowPx);
  return (
    <tbody>
      <Spacer heightPx={beforePx} columnCount={columnCount} />
      {indices.map(rowAt)}
      <Spacer heightPx={afterPx} columnCount={columnCount} />
    </tbody>
  );
}

/** Stands for the rows that are not in the page. Its height is set by CSSOM: the policy on content forbids style attributes. */
function Spacer({ heightPx, columnCount }: { heightPx: number; columnCount: number }) {
  const cell = useRef<HTMLTableCellElement>(null);
  useLayoutEffect(() => {
    cell.current?.style.setProperty('height', `${heightPx}px`);
  }, [heightPx]);
  if (heightPx === 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row cannot have the focus
    <tr aria-hidden="true" className={styles['spacer']}>
      <td ref={cell} colSpan={columnCount} />
    </tr>
  );
}
