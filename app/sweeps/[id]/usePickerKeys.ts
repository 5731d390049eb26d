'use client';
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import type { PickerRow } from './pickerRows';

interface PickerKeys {
  rows: readonly PickerRow[];
  list: RefObject<HTMLElement | null>;
  toggle: (keys: readonly string[]) => void;
  showOnly: (keys: readonly string[]) => void;
  unfold: (variantIndex: number, isOpen: boolean) => void;
  /** Brings a row that is out of sight into the page. */
  reveal: (index: number) => void;
}

/**
 * Keys of a tree (WAI-ARIA Authoring Practices, Tree View): one stop for Tab, arrows within, right and left unfold and
 * fold; Space shows or hides, Enter shows nothing else.
 */
export function usePickerKeys({ rows, list, toggle, showOnly, unfold, reveal }: PickerKeys) {
  const [current, setCurrent] = useState(0);
  const tabStop = Math.min(current, Math.max(0, rows.length - 1));
  const goTo = (index: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(to);
    reveal(to);
    // After the row is there and has become the stop for Tab.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus({ preventScroll: false }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[tabStop];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case 'ArrowDown':
        goTo(tabStop + 1);
        break;
      case 'ArrowUp':
        goTo(tabStop - 1);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(rows.length - 1);
        break;
      case 'ArrowRight':
        if (row.kind !== 'variant') return;
        if (row.isOpen) goTo(tabStop + 1);
        else unfold(row.variant.variantIndex, true);
        break;
      case 'ArrowLeft':
        if (row.kind === 'variant') unfold(row.variant.variantIndex, false);
        else goTo(rows.findIndex((other) => other.kind === 'variant' && other.variant === row.variant));
        break;
      case ' ':
        toggle(row.keys);
        break;
      case 'Enter':
        showOnly(row.keys);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const onFocus = (event: FocusEvent) => {
    const index = event.target.getAttribute('data-row');
    if (index !== null) setCurrent(Number(index));
  };
  return { tabStop, onKeyDown, onFocus };
}
