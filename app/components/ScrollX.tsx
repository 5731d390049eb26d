import type { ReactNode } from 'react';

/** Named by words of its own, or by the heading that has this id. */
type ScrollXName = { label: string } | { labelledBy: string };

/** What may be wider than its place, by its name; the keyboard scrolls it once it has the focus. */
export function ScrollX(props: ScrollXName & { className?: string | undefined; children: ReactNode }) {
  const name = 'label' in props ? { 'aria-label': props.label } : { 'aria-labelledby': props.labelledBy };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={props.className ?? 'scroll-x'} tabIndex={0} {...name}>
      {props.children}
    </section>
  );
}
